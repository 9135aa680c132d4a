/** Goes through all pages of /knowledge as a reader could. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { WEB } from './app.ts';

const BROWSER = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
/** What a page loads beside itself. */
const LOADED = ['assets/style.css', 'assets/knowledge.css', 'icon.png'].reduce((sum, name) => sum + statSync(join(WEB, name)).size, 0);

interface Crawled {
  readonly seen: ReadonlySet<string>;
  readonly faults: readonly string[];
  /** Of the heaviest page with all it loads, or its JSON. */
  readonly bytes: number;
}

/**
 * Everything that links lead to: pages, in English JSON and FHIR too. English is what a browser without a language gets; another language is
 * fixed by the address. A link that breaks, loses its language or has no target is a fault, as is what `visit` finds on a page.
 */
export async function crawlKnowledge(address: string, language: string, visit: (text: string) => readonly string[] = () => []): Promise<Crawled> {
  const fixed = language === 'en' ? undefined : language;
  const seen = new Set([fixed === undefined ? '/knowledge' : `/knowledge?lang=${fixed}`]);
  const queue = [...seen];
  const faults: string[] = [];
  let bytes = 0;
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const response = await fetch(`${address}${path}`, { headers: BROWSER });
    const [type, text] = [response.headers.get('content-type') ?? '', await response.text()];
    if (response.status !== 200) faults.push(`${path} answers ${response.status}`);
    else if (type.startsWith('text/html')) {
      bytes = Math.max(bytes, Buffer.byteLength(text) + LOADED);
      for (const target of targetsOf(path, text)) {
        if (!seen.has(target)) queue.push(target);
        seen.add(target);
      }
      faults.push(...visit(text).map((fault) => `${path}: ${fault}`));
    } else {
      // A resource of /fhir is whole, and may be larger.
      if (!path.startsWith('/fhir/')) bytes = Math.max(bytes, Buffer.byteLength(text));
      for (const [, target] of type.startsWith('application/json') ? text.matchAll(/"path":"([^"]+)"/g) : []) if (!seen.has(target!)) faults.push(`${path} names ${target}, which no page leads to`);
    }
  }
  return { seen, faults, bytes };

  function targetsOf(path: string, text: string): readonly string[] {
    if (!text.startsWith(`<!doctype html>\n<html lang="${language}">`) || (text.match(/<h1>/g) ?? []).length !== 1) faults.push(`${path} has no one heading`);
    if (fixed !== undefined && text.split('<form').length !== text.split(`<input type="hidden" name="lang" value="${fixed}">`).length) faults.push(`${path} has a form that loses its language`);
    const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    return [...text.matchAll(/ (href|src|action)="([^"]*)"([^>]*)/g)].flatMap(([, kind, href = '', after = '']) => {
      if (/^https:/.test(href)) return [];
      if (href.startsWith('#')) {
        if (!ids.has(href.slice(1))) faults.push(`${path} has no ${href}`);
        return [];
      }
      const url = new URL(href.replaceAll('&amp;', '&'), `${address}${path}`);
      if (url.origin !== address) faults.push(`${path} leads to ${href}`);
      const named = url.searchParams.get('lang') ?? undefined;
      // The choice of another language: the same page.
      if (after.includes(' hreflang="')) {
        if (url.pathname !== new URL(path, address).pathname || named === language) faults.push(`${path} offers another language at ${href}`);
        return [];
      }
      if (kind === 'action' && fixed !== undefined) return [`${url.pathname}?lang=${fixed}`];
      if (kind === 'href' && url.pathname.startsWith('/knowledge') && named !== fixed) faults.push(`${path} does not keep its language at ${href}`);
      // The same data in another language has tests of its own; FHIR has one language.
      return fixed !== undefined && (url.searchParams.has('format') || !url.pathname.startsWith('/knowledge')) ? [] : [`${url.pathname}${url.search}`];
    });
  }
}
