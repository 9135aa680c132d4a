/** What a draft says, in lines: its words, codes, doses and times, without what is filled in for the patient. */
import { spaced } from '../../knowledge/spaced.ts';
import { html, type Html } from '../html.ts';

type Json = Readonly<Record<string, unknown>>;

/** A piece of a line: names of elements, codes and displays are FHIR's, texts those of the knowledge in the language of its reader. */
interface DraftPart {
  readonly words: string;
  readonly isText: boolean;
}

/** The same for every draft, or for the machine. */
const NOT_SAID = ['resourceType', 'status', 'intent', 'subject', 'encounter', 'authoredOn', 'requester', 'recipient', 'reasonCode', 'reasonReference', 'system', 'url'];
/** Elements with words of the knowledge; see translate-topic.ts. */
const TEXTS = ['text', 'contentString', 'unit'];

/** In the order of the draft. */
export function draftLines(draft: Json): readonly string[] {
  return draftParts(draft).map((line) => line.map(({ words }) => words).join(''));
}

/** The lines on a page, what is FHIR's own marked by `asIs`. */
export function draftHtml(draft: Json, asIs: (words: string) => Html): readonly Html[] {
  return draftParts(draft).map((line) => html`${line.map(({ words, isText }) => (isText || !/\p{L}/u.test(words) ? words : asIs(words)))}`);
}

function draftParts(draft: Json): readonly (readonly DraftPart[])[] {
  return said(draft).map(([key, parts]) => [foreign(spaced(key)), text(': '), ...parts]);
}

/** Elements that say something, with what they say. */
function said(value: Json): readonly (readonly [key: string, parts: readonly DraftPart[]])[] {
  return Object.entries(value).filter(([key]) => !NOT_SAID.includes(key)).map(([key, part]) => [key, shown(part, key)] as const).filter(([, parts]) => parts.length > 0);
}

function shown(value: unknown, key: string): readonly DraftPart[] {
  if (Array.isArray(value)) return joined(value.map((each) => shown(each, key)), '; ');
  if (typeof value === 'object' && value !== null) {
    const { coding, text: words, code, display, value: amount, unit } = value as Json;
    if (typeof display === 'string') return [foreign(typeof code === 'string' ? `${display} (${code})` : display)];
    if (typeof words === 'string') return joined([shown(words, 'text'), shown(coding, 'coding')], ', ');
    if (typeof amount === 'number') return [text(String(amount)), ...(unit !== undefined ? [text(` ${String(unit)}`)] : code !== undefined ? [text(' '), foreign(String(code))] : [])];
    return joined(said(value as Json).map(([name, parts]) => [foreign(spaced(name)), text(' '), ...parts]), ', ');
  }
  if (typeof value !== 'string') return value === undefined ? [] : [foreign(String(value))];
  // What is filled in stands as an ellipsis; a line that is only that says nothing.
  const words = value.replace(/^\{\{\?[^}]*\}\}/, '').replace(/\{\{[^}]*\}\}/g, '…').trim();
  return words === '…' || words === '' ? [] : [{ words, isText: TEXTS.includes(key) }];
}

function joined(all: readonly (readonly DraftPart[])[], by: string): readonly DraftPart[] {
  return all.filter((parts) => parts.length > 0).flatMap((parts, index) => (index === 0 ? parts : [text(by), ...parts]));
}

function text(words: string): DraftPart {
  return { words, isText: true };
}

function foreign(words: string): DraftPart {
  return { words, isText: false };
}
