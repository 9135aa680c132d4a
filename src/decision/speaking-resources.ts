/** The resources of a chart that say anything the topic asks about. Most say nothing, and are looked at once. */
import type { Chart, Resource } from './chart.ts';
import { wordingOf, type Wording } from './chart-index.ts';
import type { CodeIndex } from './code-index.ts';
import { list, referenceTo, relativeReference } from './concept.ts';
import type { Topic } from './topic.ts';

/** The one element that says what a resource of these types is about. The others, of which there are few, are always kept. */
const NAMED_IN: Readonly<Record<string, string>> = {
  Condition: 'code', Observation: 'code', AllergyIntolerance: 'code',
  MedicationRequest: 'medicationCodeableConcept', MedicationStatement: 'medicationCodeableConcept', MedicationDispense: 'medicationCodeableConcept', MedicationAdministration: 'medicationCodeableConcept',
};

/** The same chart with those alone: what a decision about it rests on is the same. */
export function keepSpeaking(topic: Topic, chart: Chart): Chart {
  const reasons = list(chart.order['reasonReference']);
  const named = new Set(reasons.map(relativeReference));
  const speaks = speakingFor(topic);
  const resources = chart.resources.filter((resource) => speaks(resource) || (named.size > 0 && named.has(referenceTo(resource))));
  return { ...chart, resources };
}

type Speaks = (resource: Resource) => boolean;
const known = new WeakMap<Topic, Speaks>();

function speakingFor(topic: Topic): Speaks {
  let speaks = known.get(topic);
  if (speaks === undefined) known.set(topic, (speaks = createSpeaks(topic)));
  return speaks;
}

type IsWordAsked = (word: unknown) => boolean;

function createSpeaks(topic: Topic): Speaks {
  const codes = createCodes([topic.codes, ...topic.measures.map(({ sought }) => sought.codes)]);
  const types = new Map(Object.entries(NAMED_IN).map(([type, element]) => [type, { element, isAsked: createConceptCheck(codes, createWordCheck(wordingOf(topic, type, false))) }]));
  return (resource) => {
    const type = types.get(resource.resourceType);
    return type === undefined || hasMoreToSay(resource) || type.isAsked(resource[type.element]);
  };
}

/** Words beside its name, parts, a value that is not a number: for whoever reads it whole. */
function hasMoreToSay(resource: Resource): boolean {
  return resource['note'] !== undefined || resource['component'] !== undefined || resource['valueCodeableConcept'] !== undefined || resource['valueString'] !== undefined || resource['valueBoolean'] !== undefined
    || resource['description'] !== undefined || resource['conclusion'] !== undefined || resource['deviceName'] !== undefined;
}

/** Charts say the same again and again: so much is kept of it, of what is so short. */
const MOST_KNOWN = 20_000;
const MOST_SYSTEMS = 8;
const LONGEST_KNOWN = 100;

/** A code that came before. */
interface KnownCode {
  readonly system: unknown;
  readonly isAsked: boolean;
  /** What it was called last and for whom nothing asks for that: as a rule it is called so again, and to compare is less than to look up. */
  name: unknown;
  unaskedBy: IsWordAsked | undefined;
}

type Codes = (system: unknown, code: string) => KnownCode;

/** Whether a concept of one type of resource has a code or words that are asked for. Anything of an odd shape counts as asked for. */
function createConceptCheck(codes: Codes, isWordAsked: IsWordAsked): (concept: unknown) => boolean {
  const isCodingAsked = (each: unknown): boolean => {
    if (typeof each !== 'object' || each === null) return true;
    const { system, code, display } = each as { readonly system?: unknown; readonly code?: unknown; readonly display?: unknown };
    if (typeof code !== 'string') return code !== undefined || isWordAsked(display);
    const known = codes(system, code);
    if (known.isAsked) return true;
    if (display === known.name && known.unaskedBy === isWordAsked) return false;
    if (isWordAsked(display)) return true;
    if (typeof display === 'string' && display.length <= LONGEST_KNOWN) {
      known.name = display;
      known.unaskedBy = isWordAsked;
    }
    return false;
  };
  return (concept) => {
    if (concept === undefined) return false;
    if (typeof concept !== 'object' || concept === null) return true;
    const { coding, text } = concept as { readonly coding?: unknown; readonly text?: unknown };
    if (!Array.isArray(coding)) return coding !== undefined || Array.isArray(concept) || isWordAsked(text);
    let isTextKnown = false;
    for (const each of coding as readonly ({ readonly display?: unknown } | null)[]) {
      if (isCodingAsked(each)) return true;
      isTextKnown ||= each!.display === text;
    }
    return !isTextKnown && isWordAsked(text);
  };
}

/** Whether words name anything that is asked for. */
function createWordCheck({ find }: Wording): IsWordAsked {
  const answers = new Map<string, boolean>();
  return (word) => {
    if (typeof word !== 'string') return word !== undefined;
    const found = answers.get(word);
    if (found !== undefined) return found;
    const isAsked = find(word).length > 0;
    if (word.length > LONGEST_KNOWN) return isAsked;
    if (answers.size >= MOST_KNOWN) answers.clear();
    answers.set(word, isAsked);
    return isAsked;
  };
}

/** Codes with whether they are in any value set, or left out of one on purpose. */
function createCodes(indexes: readonly CodeIndex[]): Codes {
  const known = new Map<string, KnownCode[]>();
  let count = 0;
  const isMember = (system: unknown, code: string): boolean => indexes.some((index) => {
    const { included, excluded } = index.membership({ system, code });
    return included.length > 0 || excluded.length > 0;
  });
  const lookUp = (system: unknown, code: string): KnownCode => ({ system, isAsked: isMember(system, code), name: undefined, unaskedBy: undefined });
  const keep = (code: string, found: KnownCode): void => {
    if (count >= MOST_KNOWN) {
      known.clear();
      count = 0;
    }
    const ofCode = known.get(code);
    if (ofCode === undefined) known.set(code, [found]);
    else if (ofCode.length < MOST_SYSTEMS) ofCode.push(found);
    else return;
    count += 1;
  };
  return (system, code) => {
    if ((system !== undefined && typeof system !== 'string') || code.length > LONGEST_KNOWN || (system?.length ?? 0) > LONGEST_KNOWN) return lookUp(system, code);
    for (const each of known.get(code) ?? NONE) if (each.system === system) return each;
    const found = lookUp(system, code);
    keep(code, found);
    return found;
  };
}

const NONE: readonly KnownCode[] = [];
