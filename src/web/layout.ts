/** The frame of every page: no inline style or script, nothing from elsewhere. */
import { html, type Html } from './html.ts';

export interface PageParts {
  /** Of the browser's tab, and the heading unless `heading` says otherwise. */
  readonly title: string;
  /** BCP 47; pages for staff are in English so far. */
  readonly language?: string;
  /** Of the title, where it is another. */
  readonly titleLanguage?: string;
  /** What the link past the head of the page says. */
  readonly skip?: string;
  readonly heading?: Html | string;
  readonly main: Html;
  /** Links beside the name of the product. */
  readonly navigation?: Html;
  /** Style sheets beside the common one, and modules, by their names in `assets/`. */
  readonly styles?: readonly string[];
  readonly scripts?: readonly string[];
}

/** A whole document; `assets` is the path the assets are served at, seen from the page (`../assets`). */
export function layout({ title, language = 'en', titleLanguage, skip = 'Skip to content', heading, main, navigation, styles = [], scripts = [] }: PageParts, assets: string): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title${titleLanguage !== undefined && html` lang="${titleLanguage}"`}>${title} · Backstop</title>
<link rel="icon" href="${assets}/../icon.png">
${['style.css', ...styles].map((name) => html`<link rel="stylesheet" href="${assets}/${name}">\n`)}${scripts.map((name) => html`<script type="module" src="${assets}/${name}"></script>\n`)}</head>
<body>
<a class="skip" href="#main">${skip}</a>
<header class="bar"><span class="brand">Backstop</span>${navigation}</header>
<main id="main" tabindex="-1">
<h1>${heading ?? title}</h1>
${main}
</main>
</body>
</html>
`.html;
}
