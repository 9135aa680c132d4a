/** One pass over a chart: which resource is in which value set, and which phrases its words affirm. */
import type { Chart, Resource } from './chart.ts';
import type { Sought } from './topic.ts';
import { codingsOf, conceptsOf, list, member, referenceTo, relativeReference, routesOf, wordsOf } from './concept.ts';
import { evidenceWithin, type Piece } from './evidence-within.ts';
import { remember } from './remember.ts';
import { breakLongRuns, findPhrases, type Lexicon, type Phrase, type PhraseMatch } from './phrases.ts';

/** A resource found under a value set or phrase, and the words that name it (none where it carries a bare code). */
export interface Hit {
  readonly resource: Resource;
  readonly reference: string;
  readonly label: string;
  readonly origin: 'code' | 'name' | 'note' | 'order';
  /** The value sets the matched code is in. */
  readonly valueSets?: readonly string[];
  /** Part of the order's own reasons. */
  readonly isReason: boolean;
}

export interface ChartIndex {
  readonly byValueSet: ReadonlyMap<string, readonly Hit[]>;
  readonly byPhrase: ReadonlyMap<string, readonly Hit[]>;
  /** Value sets whose definition leaves a resource out on purpose. */
  readonly leftOut: ReadonlyMap<Resource, ReadonlySet<string>>;
  /** Value sets a resource is in, by any of its codes or its route. */
  readonly setsOf: ReadonlyMap<Resource, ReadonlySet<string>>;
  /** Value sets the route of a drug is in. */
  readonly routesOf: ReadonlyMap<Resource, ReadonlySet<string>>;
}

/** Builds the index; the order's reasons are read as problems recorded today, its words as phrases. */
export function indexChart(topic: Sought, chart: Chart): ChartIndex {
  const index = { byValueSet: new Map<string, Hit[]>(), byPhrase: new Map<string, Hit[]>(), leftOut: new Map<Resource, Set<string>>(), setsOf: new Map<Resource, Set<string>>(), routesOf: new Map<Resource, Set<string>>() };
  const referenced = new Set(list(chart.order['reasonReference']).map(relativeReference));
  const hasPhrases = topic.facts.some(({ phrases }) => phrases.length > 0);

  for (const piece of evidenceWithin(chart.resources)) {
    if (conceptsOf(piece.resource).length === 0) continue;
    const isReason = referenced.has(piece.reference);
    const isDenied = isDeniedByValue(piece.resource, topic.lexicon);
    if (!isDenied) addCodes(topic, index, piece, isReason);
    if (hasPhrases) addWords(index, piece, wordingOf(topic, piece.resource.resourceType, isReason), isReason, isDenied);
  }
  for (const resource of chart.otherOrders) {
    const piece = { resource, reference: referenceTo(resource) };
    addCodes(topic, index, piece, false);
    if (hasPhrases) addWords(index, piece, wordingOf(topic, resource.resourceType, false), false, false);
  }
  for (const reason of reasonsAsProblems(chart)) addCodes(topic, index, reason, true);
  if (hasPhrases) addOrderWords(topic, index, chart);
  return index;
}

type Building = {
  readonly byValueSet: Map<string, Hit[]>;
  readonly byPhrase: Map<string, Hit[]>;
  readonly leftOut: Map<Resource, Set<string>>;
  readonly setsOf: Map<Resource, Set<string>>;
  readonly routesOf: Map<Resource, Set<string>>;
};

function addCodes(topic: Sought, index: Building, { resource, reference }: Piece, isReason: boolean): void {
  for (const route of routesOf(resource)) {
    for (const valueSet of codingsOf(route).flatMap((coding) => topic.codes.membership(coding).included)) {
      addTo(index.setsOf, resource, valueSet);
      addTo(index.routesOf, resource, valueSet);
    }
  }
  for (const concept of [...conceptsOf(resource), ...list(resource['valueCodeableConcept'])]) {
    let words: readonly string[] | undefined;
    for (const coding of codingsOf(concept)) {
      const { included, excluded } = topic.codes.membership(coding);
      for (const valueSet of excluded) addTo(index.leftOut, resource, valueSet);
      for (const valueSet of included) {
        addTo(index.setsOf, resource, valueSet);
        const label = (words ??= wordsOf(concept))[0] ?? topic.codes.nameOf(coding) ?? '';
        push(index.byValueSet, valueSet, { resource, reference, label, origin: 'code', valueSets: included, isReason });
      }
    }
  }
}

/** The phrases that can be told from a resource of one type, and how a text is searched for them. */
export interface Wording {
  readonly find: (text: string) => readonly PhraseMatch[];
}

const wordings = new WeakMap<Sought, Map<string, Wording>>();

/** Worked out once a topic: a drug's name is not looked for among diagnoses. */
export function wordingOf(topic: Sought, type: string, isReason: boolean): Wording {
  const known = wordings.get(topic) ?? new Map<string, Wording>();
  wordings.set(topic, known);
  const key = `${type} ${isReason}`;
  const wording = known.get(key) ?? createWording(topic, type, isReason);
  known.set(key, wording);
  return wording;
}

function createWording(topic: Sought, type: string, isReason: boolean): Wording {
  const facts = topic.facts.filter((fact) => !fact.orderWordsOnly && (fact.resources.includes(type) || (isReason && fact.resources.includes('reason'))));
  const phrases = facts.flatMap((fact) => fact.phrases);
  const any = union(phrases);
  return { find: rememberingShort((text) => (any?.test(breakLongRuns(text)) === true ? findPhrases(text, phrases, topic.lexicon) : [])) };
}

/** What problems, drugs and studies are called comes again in chart after chart; a note does not. */
const LONGEST_NAME = 100;
const MOST_NAMES = 5000;

function rememberingShort(find: Wording['find']): Wording['find'] {
  const known = remember(MOST_NAMES, find);
  return (text) => (text.length > LONGEST_NAME ? find(text) : known(text));
}

const orderWordings = new WeakMap<Sought, Wording>();

/** All phrases of a topic, as an order's own words are searched for them. */
function orderWordingOf(topic: Sought): Wording {
  let wording = orderWordings.get(topic);
  if (wording === undefined) {
    const phrases = topic.facts.flatMap((fact) => fact.phrases);
    orderWordings.set(topic, (wording = { find: rememberingShort((text) => findPhrases(text, phrases, topic.lexicon)) }));
  }
  return wording;
}

function addWords(index: Building, { resource, reference }: Piece, { find }: Wording, isReason: boolean, isDenied: boolean): void {
  const devices = list(resource['deviceName']).map((name) => member(name, 'name')).filter((name) => typeof name === 'string');
  const names = [...conceptsOf(resource).flatMap(wordsOf), ...devices];
  const told = [...list(resource['note']).map((note) => member(note, 'text')), resource['description']];
  const texts = [
    ...(isDenied ? [] : names.map((text) => ({ text, origin: 'name' as const }))),
    ...namesWithValue(resource, names).map((text) => ({ text, origin: 'name' as const })),
    // A report's conclusion is what it states, not a remark about it.
    ...clausesOf(resource['conclusion']).map((text) => ({ text, origin: 'name' as const })),
    ...told.map((text) => ({ text, origin: 'note' as const })),
  ];
  const denied = isDenied ? names.flatMap((name) => find(name).map(({ phrase }) => phrase)) : [];
  for (const { text, origin } of texts) {
    if (typeof text !== 'string') continue;
    for (const { phrase, clause } of find(text)) {
      if (origin === 'name' && denied.includes(phrase)) continue;
      push(index.byPhrase, phrase, { resource, reference, label: origin === 'name' ? text : clause, origin, isReason });
    }
  }
}

/** Sentence by sentence, so that one of them can stand as evidence. */
function clausesOf(conclusion: unknown): readonly string[] {
  return typeof conclusion === 'string' ? conclusion.split(/(?<=[.;])\s+/) : [];
}

/** A question and its answer are told in two or three ways each; of more, the first are read together, and all by themselves. */
const MOST_WAYS = 8;

/** "Rectal tone" with the value "decreased" says "decreased rectal tone". */
function namesWithValue(resource: Resource, names: readonly string[]): readonly string[] {
  const values = [resource['valueString'], ...wordsOf(resource['valueCodeableConcept'])].filter((value): value is string => typeof value === 'string');
  const questions = names.slice(0, MOST_WAYS);
  return values.flatMap((value, index) => [value, ...(index < MOST_WAYS ? questions : []).flatMap((name) => [`${value} ${name}`, `${name} ${value}`])]);
}

/** An observation whose value says no: what its name asks was looked for and not found. */
function isDeniedByValue(resource: Resource, { deniesValue }: Lexicon): boolean {
  if (resource['valueBoolean'] === false) return true;
  return [resource['valueString'], ...wordsOf(resource['valueCodeableConcept'])].some((value) => typeof value === 'string' && deniesValue.test(value.trim()));
}

/** What the order itself says: the text of its reasons, its notes and details, and its own name. */
function addOrderWords(topic: Sought, index: Building, chart: Chart): void {
  const { order } = chart;
  const reference = `${referenceTo(order)}#reason`;
  const { find } = orderWordingOf(topic);
  const reasons = list(order['reasonCode']).flatMap((concept) => uncodedWords(topic, concept));
  const others = [
    ...list(order['note']).map((note) => member(note, 'text')), ...list(order['orderDetail']).flatMap(wordsOf),
    ...wordsOf(order['code']).slice(0, 1), order['patientInstruction'],
  ];
  const texts = [...reasons.map((text) => ({ text, isReason: true })), ...others.map((text) => ({ text, isReason: false }))];
  for (const { text, isReason } of texts) {
    if (typeof text !== 'string') continue;
    for (const { phrase, clause } of find(text)) {
      push(index.byPhrase, phrase, { resource: order, reference, label: clause, origin: 'order', isReason });
    }
  }
}

/** A reason's free text, and its displays where no code of it is known; a code that is left out on purpose silences its words. */
function uncodedWords(topic: Sought, concept: unknown): readonly string[] {
  const memberships = codingsOf(concept).map((coding) => topic.codes.membership(coding));
  const isKnown = memberships.some(({ included }) => included.length > 0);
  if (!isKnown && memberships.some(({ excluded }) => excluded.length > 0)) return [];
  const words = wordsOf(concept);
  const text = member(concept, 'text');
  return isKnown ? words.filter((word) => word === text) : words;
}

/** Each coded reason as a problem seen on the day of the order. */
export function reasonsAsProblems(chart: Chart): readonly Piece[] {
  return list(chart.order['reasonCode']).map((code, index) => ({
    resource: { resourceType: 'Condition', code, recordedDate: chart.asOf, clinicalStatus: { coding: [{ code: 'active' }] } },
    reference: `${referenceTo(chart.order)}#reasonCode[${index}]`,
  }));
}

function union(phrases: readonly Phrase[]): RegExp | undefined {
  return phrases.length === 0 ? undefined : new RegExp(phrases.map((phrase) => `(?:${phrase.pattern.source})`).join('|'), 'i');
}

function push(map: Map<string, Hit[]>, key: string, hit: Hit): void {
  const hits = map.get(key);
  if (hits === undefined) map.set(key, [hit]);
  else hits.push(hit);
}

function addTo(map: Map<Resource, Set<string>>, key: Resource, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, new Set([value]));
  else values.add(value);
}
