/** A variant by its number, other criteria by their title. */
import type { NamedScenario } from './explained.ts';
import { html, type Html } from './html.ts';
import type { Telling } from './telling.ts';

/** As it stands within a sentence. */
export function nameScenario({ title, number }: NamedScenario, { tell, say }: Pick<Telling, 'tell' | 'say'>): Html {
  return number === undefined ? say(title) : tell.html('explain.variantShort', { number: html`${say(number)}` });
}
