/** The resources of a chart that say anything the topic asks about. Most say nothing, and are looked at once. */
import type { Chart, Resource } from './chart.ts';
import { wordingOf } from './chart-index.ts';
import type { CodeIndex } from './code-index.ts';
import { list, referenceTo, relativeReference } from './concept.ts';
import type { Topic } from './topic.ts';

/** The one element that says what a resource of these types is about. The others, of which there are few, are always kept. */
const NAMED_IN: Readonly<Record<string, string>> = {
  Condition: 'code', Observation: 'code', AllergyIntolerance: 'code',
  MedicationRequest: 'medicationCodeableConcept', MedicationStatement: 'medicationCodeableConcept', MedicationDispense: 'medicationCodeableConcept', MedicationAdministration: 'medicationCodeableConcept',
};
const LONGEST_NAME = 100;

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

function createSpeaks(topic: Topic): Speaks {
  const isCodeAsked = createCodeCheck([topic.codes, ...topic.measures.map(({ sought }) => sought.codes)]);
  const finders = new Map(Object.keys(NAMED_IN).map((type) => [type, wordingOf(topic, type, false).find]));
  return (resource) => {
    const find = finders.get(resource.resourceType);
    if (find === undefined || hasMoreToSay(resource)) return true;
    const isWordAsked = (word: unknown): boolean => word !== undefined && (typeof word !== 'string' || word.length > LONGEST_NAME || find(word).length > 0);
    const concept = resource[NAMED_IN[resource.resourceType]!];
    return concept !== undefined && isConceptAsked(concept, isCodeAsked, isWordAsked);
  };
}

/** Words beside its name, parts, a value that is not a number: for whoever reads it whole. */
function hasMoreToSay(resource: Resource): boolean {
  return resource['note'] !== undefined || resource['component'] !== undefined || resource['valueCodeableConcept'] !== undefined || resource['valueString'] !== undefined || resource['valueBoolean'] !== undefined
    || resource['description'] !== undefined || resource['conclusion'] !== undefined || resource['deviceName'] !== undefined;
}

/** Anything of an odd shape counts as asked for. */
function isConceptAsked(concept: unknown, isCodeAsked: (system: unknown, code: unknown) => boolean, isWordAsked: (word: unknown) => boolean): boolean {
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

const MOST_CODES = 20_000;
const LONGEST_CODE = 100;

/** Whether a code is in any value set, or left out of one on purpose. Charts name the same codes again and again. */
function createCodeCheck(indexes: readonly CodeIndex[]): (system: unknown, code: unknown) => boolean {
  const bySystem = new Map<unknown, Map<string, boolean>>();
  let count = 0;
  const lookUp = (system: unknown, code: string): boolean => indexes.some((index) => {
    const { included, excluded } = index.membership({ system, code });
    return included.length > 0 || excluded.length > 0;
  });
  return (system, code) => {
    if (typeof code !== 'string') return code !== undefined;
    if ((system !== undefined && typeof system !== 'string') || code.length > LONGEST_CODE || (system?.length ?? 0) > LONGEST_CODE) return lookUp(system, code);
    const found = bySystem.get(system)?.get(code);
    if (found !== undefined) return found;
    if ((count += 1) > MOST_CODES) {
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
