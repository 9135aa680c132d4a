/** A resource of a vignette in a line: what it is called, its codes, and what else it says. */
import type { ReadableVignette } from './readable-topic.ts';

type Json = Readonly<Record<string, unknown>>;
type Line = ReadableVignette['chart'][number];

/** Elements that hold what a resource is about, the first one that is there. */
const NAMES = ['code', 'medicationCodeableConcept', 'vaccineCode', 'type', 'class', 'category'];
/** Said elsewhere or of no interest to a reader. */
const NOT_SAID = ['resourceType', 'id', 'subject', 'patient', 'intent', 'identifier', 'meta', 'text'];

/** Every element is there, in words as far as its shape is known, else as JSON. */
export function describeResource(resource: Json): Line {
  const name = NAMES.find((each) => resource[each] !== undefined);
  const concept = name === undefined ? undefined : [resource[name]].flat()[0];
  const said = Object.entries(resource).filter(([key]) => key !== name && !NOT_SAID.includes(key));
  return { type: String(resource['resourceType'] ?? 'resource'), words: wordsOf(concept), codes: codesOf(concept), facts: said.map(([key, value]) => `${spaced(key)}: ${shown(value)}`) };
}

function wordsOf(concept: unknown): string {
  if (typeof concept === 'string') return concept;
  const { text, display, coding } = (concept ?? {}) as { readonly text?: unknown; readonly display?: unknown; readonly coding?: unknown };
  const words = text ?? display ?? (Array.isArray(coding) ? (coding as Json[]).find((each) => each['display'] !== undefined)?.['display'] : undefined);
  return typeof words === 'string' ? words : codesOf(concept).join(', ');
}

function codesOf(concept: unknown): readonly string[] {
  const coding = (concept as { readonly coding?: unknown } | undefined)?.coding;
  return Array.isArray(coding) ? (coding as Json[]).flatMap(({ code }) => (typeof code === 'string' ? [code] : [])) : [];
}

function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map(shown).join('; ');
  const { value: amount, unit, code, reference, start, end, coding, text } = value as Json;
  if (coding !== undefined || (text !== undefined && Object.keys(value).length === 1)) return wordsOf(value);
  if (amount !== undefined && typeof amount !== 'object') return [amount, unit ?? code].filter((each) => each !== undefined).map(String).join(' ');
  if (typeof reference === 'string') return reference;
  if (start !== undefined || end !== undefined) return `${String(start ?? '…')} to ${String(end ?? '…')}`;
  return Object.entries(value).map(([key, part]) => `${spaced(key)} ${shown(part)}`).join(', ');
}

/** `onsetDateTime` is "onset date time". */
function spaced(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
