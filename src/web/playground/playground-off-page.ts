/** What a person sees at `/` where the playground is off. */
import { html } from '../html.ts';
import { layout } from '../layout.ts';
import type { Tell } from '../tell.ts';
import { waysIn, type WaysIn } from './ways-in.ts';

/** How to switch it on, for who can do so. */
export function playgroundOffPage(ways: WaysIn, tell: Tell): string {
  return layout({
    title: tell('playground.off.title'), language: tell.language, skip: tell('frame.skip'), navigation: waysIn(ways, tell), styles: ['playground.css'],
    main: html`<p>${tell.html('playground.off.service', { address: html`<a href="cds-services">/cds-services</a>` })}</p>
<p>${tell.html('playground.off.how', { auth: html`<code>AUTH=required</code>`, setting: html`<code>PLAYGROUND=yes</code>` })}</p>`,
  }, 'assets');
}
