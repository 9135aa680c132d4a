/** What a person sees at `/` where the playground is off. */
import { html } from '../html.ts';
import { layout } from '../layout.ts';
import { waysIn } from './ways-in.ts';

/** How to switch it on, for who can do so. */
export function playgroundOffPage(ways: { readonly hasStewardship: boolean }): string {
  return layout({
    title: 'The playground is off', navigation: waysIn(ways), styles: ['playground.css'],
    main: html`<p>This is Backstop, a CDS Hooks service for imaging orders. It answers at <a href="cds-services">/cds-services</a>.</p>
<p>The playground answers anybody who can reach it, so it is off where callers must prove who they are (<code>AUTH=required</code>) and in production. Whoever runs this service switches it on with <code>PLAYGROUND=yes</code>.</p>`,
  }, 'assets');
}
