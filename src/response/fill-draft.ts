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
import { withoutEmpty } from './without-empty.ts';

/** The draft for this order, or `undefined` where the order does not say whose it is. */
export function fillDraft(draft: Readonly<Record<string, unknown>>, judged: Judged, options: Pick<ResponseOptions, 'publicUrl'>): Resource | undefined {
  const known = tokensOf(judged);
  if (known['patient'] === undefined) return undefined;
  const tokens: Tokens = (name) => (name === 'leaflet' ? leafletAddress(judged, options) : known[name]);
  return withoutEmpty(fill(draft, tokens)) as Resource;
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

/** Parts without tokens stay as they are. */
function fill(value: unknown, tokens: Tokens): unknown {
  if (typeof value === 'string') return fillText(value, tokens);
  if (typeof value !== 'object' || value === null || !hasTokens(value)) return value;
  if (Array.isArray(value)) return value.map((item) => fill(item, tokens));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, fill(part, tokens)]));
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
