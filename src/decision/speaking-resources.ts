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
type IsCodeAsked = (system: unknown, code: unknown) => boolean;

function createSpeaks(topic: Topic): Speaks {
  const isCodeAsked = createCodeCheck([topic.codes, ...topic.measures.map(({ sought }) => sought.codes)]);
  const types = new Map(Object.entries(NAMED_IN).map(([type, element]) => [type, { element, isWordAsked: createWordCheck(wordingOf(topic, type, false)) }]));
  return (resource) => {
    const type = types.get(resource.resourceType);
    return type === undefined || hasMoreToSay(resource) || isConceptAsked(resource[type.element], isCodeAsked, type.isWordAsked);
  };
}

/** Words beside its name, parts, a value that is not a number: for whoever reads it whole. */
function hasMoreToSay(resource: Resource): boolean {
  return resource['note'] !== undefined || resource['component'] !== undefined || resource['valueCodeableConcept'] !== undefined || resource['valueString'] !== undefined || resource['valueBoolean'] !== undefined
    || resource['description'] !== undefined || resource['conclusion'] !== undefined || resource['deviceName'] !== undefined;
}

/** Anything of an odd shape counts as asked for. */
function isConceptAsked(concept: unknown, isCodeAsked: IsCodeAsked, isWordAsked: IsWordAsked): boolean {
  if (concept === undefined) return false;
  if (typeof concept !== 'object' || concept === null) return true;
  const { coding, text } = concept as { readonly coding?: unknown; readonly text?: unknown };
  if (isWordAsked(text)) return true;
  if (coding === undefined) return Array.isArray(concept);
  if (!Array.isArray(coding)) return true;
  for (const each of coding as readonly ({ readonly system?: unknown; readonly code?: unknown; readonly display?: unknown } | null)[]) {
    if (typeof each !== 'object' || each === null || isCodeAsked(each.system, each.code) || (each.display !== text && isWordAsked(each.display))) return true;
  }
  return false;
}

/** Charts say the same again and again: so many answers are kept, of what is so short. */
const MOST_KNOWN = 20_000;
const LONGEST_KNOWN = 100;

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

/** Whether a code is in any value set, or left out of one on purpose. */
function createCodeCheck(indexes: readonly CodeIndex[]): IsCodeAsked {
  const bySystem = new Map<unknown, Map<string, boolean>>();
  let count = 0;
  const lookUp = (system: unknown, code: string): boolean => indexes.some((index) => {
    const { included, excluded } = index.membership({ system, code });
    return included.length > 0 || excluded.length > 0;
  });
  return (system, code) => {
    if (typeof code !== 'string') return code !== undefined;
    if ((system !== undefined && typeof system !== 'string') || code.length > LONGEST_KNOWN || (system?.length ?? 0) > LONGEST_KNOWN) return lookUp(system, code);
    const found = bySystem.get(system)?.get(code);
    if (found !== undefined) return found;
    if ((count += 1) > MOST_KNOWN) {
      bySystem.clear();
      count = 1;
    }
    const codes = bySystem.get(system) ?? new Map<string, boolean>();
    bySystem.set(system, codes);
    const isAsked = lookUp(system, code);
    codes.set(code, isAsked);
    return isAsked;
  };
}
