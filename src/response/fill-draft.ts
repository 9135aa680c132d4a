/**
 * Fills a FHIR R4 draft of an order set. Tokens stand for parts of the judged order and for days:
 *
 * | Token | Value |
 * |---|---|
 * | `{{patient}}` | literal reference of the order's subject |
 * | `{{requester}}`, `{{encounter}}` | the Reference of the order |
 * | `{{reasonCode}}`, `{{reasonReference}}` | the whole array of the order |
 * | `{{asOf}}`, `{{asOf+28}}` | the day of the decision; so many days later |
 * | `{{language}}` | the patient's preferred language, where it is not the drafts' own |
 * | `{{prevalence}}` | how often people of this age without the complaint have findings |
 * | `{{leaflet}}` | address of the patient leaflet, in the patient's language where there is one |
 * | `{{?interpreter}}` | a mark: the patient asks for an interpreter |
 *
 * A string that is one token takes the value's own type; a member whose token has no value is dropped.
 */
import type { Resource } from '../decision/chart.ts';
import { member } from '../decision/concept.ts';
import { rememberEach } from '../decision/remember.ts';
import { addDays } from './add-days.ts';
import { reasonsOf } from './fhir-version.ts';
import { fillLine, partsOf } from './fill-line.ts';
import type { Judged, ResponseOptions } from './judged.ts';
import { leafletAddress } from './leaflet-address.ts';
import { namePrevalence } from './name-numbers.ts';
import { preferredLanguage } from './preferred-language.ts';
import { twinOf, withoutEmpty } from './without-empty.ts';

/** The draft for this order, or `undefined` where the order does not say whose it is. */
export function fillDraft(draft: Readonly<Record<string, unknown>>, judged: Judged, options: Pick<ResponseOptions, 'publicUrl'>): Resource | undefined {
  const known = tokensOf(judged);
  if (known['patient'] === undefined) return undefined;
  const tokens: Tokens = (name) => (name === 'leaflet' ? leafletAddress(judged, options) : known[name]);
  return fill(withoutHoles(draft), tokens) as Resource;
}

type Tokens = (name: string) => unknown;

/** The same for all drafts of an order. */
const tokensOf = rememberEach(({ topic, chart, decision }: Judged): Readonly<Record<string, unknown>> => {
  const { order, patient } = chart;
  const reasons = reasonsOf(order);
  const reference = member(order['subject'], 'reference');
  const { language, needsInterpreter } = preferredLanguage(patient, { own: topic.words.language, offered: [], names: topic.languageNames });
  const known = patient?.id === undefined ? undefined : `Patient/${patient.id}`;
  return {
    patient: typeof reference === 'string' && reference !== '' ? reference : known,
    asOf: decision.asOf,
    requester: order['requester'],
    encounter: order['encounter'] ?? order['context'],
    language,
    prevalence: decision.age === undefined ? undefined : namePrevalence(topic, decision.age),
    interpreter: needsInterpreter ? '' : undefined,
    reasonCode: reasons.reasonCode,
    reasonReference: reasons.reasonReference.filter((reason) => !isContained(reason)),
  };
});

/** A contained resource stays behind with the order it is contained in. */
function isContained(reference: unknown): boolean {
  return String(member(reference, 'reference') ?? '').startsWith('#');
}

/** Of knowledge, as it is written: what is empty before anything is filled in. */
const withoutHoles = rememberEach((draft: object) => withoutEmpty(draft));

/** `undefined` where nothing is left. Items that a `_` twin is in step with keep their places, as `withoutEmpty` has them. */
function fill(value: unknown, tokens: Tokens, isInStep = false): unknown {
  if (typeof value === 'string') return withoutEmpty(fillText(value, tokens));
  if (typeof value !== 'object' || value === null || !hasTokens(value)) return value;
  return Array.isArray(value) ? fillItems(value, tokens, isInStep) : fillMembers(value as Readonly<Record<string, unknown>>, tokens);
}

function fillItems(items: readonly unknown[], tokens: Tokens, isInStep: boolean): readonly unknown[] | undefined {
  const filled = items.map((item) => fill(item, tokens));
  if (isInStep) return filled.map((item) => item ?? null);
  const left = filled.filter((item) => item !== undefined);
  return left.length === 0 ? undefined : left;
}

function fillMembers(members: Readonly<Record<string, unknown>>, tokens: Tokens): Readonly<Record<string, unknown>> | undefined {
  const filled = Object.keys(members).map((name) => [name, fill(members[name], tokens, twinOf(name) in members)] as const).filter(([, part]) => part !== undefined);
  return filled.length === 0 ? undefined : Object.fromEntries(filled);
}

/** Most parts of a draft are the same in every answer. */
const hasTokens = rememberEach((part: object) => JSON.stringify(part).includes('{{'));

function fillText(text: string, tokens: Tokens): unknown {
  const [first, ...others] = partsOf(text);
  const isOne = typeof first === 'object' && !first.isMark && others.length === 0;
  if (isOne) return shifted(tokens(first.name), first.days);
  return fillLine(text, (name) => {
    const value = tokens(name);
    return typeof value === 'string' ? value : undefined;
  });
}

function shifted(value: unknown, days: number | undefined): unknown {
  return days === undefined || typeof value !== 'string' ? value : addDays(value, days);
}
