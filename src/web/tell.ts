/** Says the texts of pages, from the message catalogue of the page's language. */
import type { PageTexts } from '../decision/page-texts.ts';
import { formOf } from '../decision/words.ts';
import { KnowledgeError } from '../errors.ts';
import { html, type Filling, type Html } from './html.ts';

/** A text by its id, with its values; `count` chooses the plural form. Throws KnowledgeError for an id or a value that is not there. */
export interface Tell {
  (id: string, values?: Readonly<Record<string, string | number>>): string;
  /** The same where a value is a piece of a page, such as a link. */
  readonly html: (id: string, values: Readonly<Record<string, Filling>>) => Html;
  /** Whether there is such a text: for codes that come from outside. */
  readonly knows: (id: string) => boolean;
  /** What a code of a record is called, or the code itself where nobody knows it: records outlive the releases that wrote them. */
  readonly code: (group: string, code: string | undefined) => string;
  readonly language: string;
  readonly locale: string;
}

/** Of one language. */
export function tellIn({ language, locale, texts }: PageTexts): Tell {
  const piecesOf = (id: string, values: Readonly<Record<string, Filling>>): readonly Filling[] => {
    const text = Object.hasOwn(texts, id) ? texts[id] : undefined;
    if (text === undefined) throw new KnowledgeError([{ pointer: `common/pages/${language}.yaml#/texts/${id}`, message: 'is missing' }]);
    // Texts and names of values take turns.
    return formOf(text, locale, values['count']).split(/\{\{(\w+)\}\}/).map((piece, index) => (index % 2 === 0 ? piece : valueOf(values, piece, id)));
  };
  const tell = (id: string, values: Readonly<Record<string, string | number>> = {}): string => piecesOf(id, values).join('');
  const knows = (id: string): boolean => Object.hasOwn(texts, id);
  return Object.assign(tell, {
    html: (id: string, values: Readonly<Record<string, Filling>>) => html`${piecesOf(id, values)}`, knows,
    code: (group: string, code: string | undefined) => (code !== undefined && knows(`${group}.${code}`) ? tell(`${group}.${code}`) : code ?? ''),
    language, locale,
  });
}

function valueOf(values: Readonly<Record<string, Filling>>, name: string, id: string): Filling {
  if (!Object.hasOwn(values, name)) throw new KnowledgeError([{ pointer: `common/pages#/texts/${id}`, message: `nothing is given for {{${name}}}` }]);
  return values[name];
}
