/** Reads an imaging order: which study of the topic it is, from its codes or, where no code says so, from its words. */
import type { Resource } from './chart.ts';
import type { OrderedStudy } from './decision.ts';
import type { Study, Topic } from './topic.ts';
import { codingsOf, list, member, statusCode, wordsOf } from './concept.ts';

type Contrast = NonNullable<Study['contrast']>;

/** FHIR R4 request-status of an order that is past being changed. */
const OVER = ['revoked', 'completed', 'entered-in-error'];

/** True for an order that may still be changed: not taken back, done, a mistake, or an order not to do something. */
export function isOpen(order: Resource): boolean {
  return !OVER.includes(statusCode(order['status']) ?? '') && order['doNotPerform'] !== true;
}

/** The study an order asks for, or `undefined` for an order the topic has nothing to say about. */
export function recogniseStudy(topic: Topic, order: Resource): OrderedStudy | undefined {
  if (!isOpen(order)) return undefined;
  const sets = new Set(codingsOf(order['code']).flatMap((coding) => topic.codes.membership(coding).included));
  // Codings are translations of one idea: when they disagree about the region the order is not clear enough to judge.
  if (topic.studySets.notStudies.some((set) => sets.has(set))) return undefined;
  const place = placeOf(topic, order);
  if (place === 'elsewhere') return undefined;
  if (sets.size === 0) return fromWords(topic, order);
  return fromCodes(topic, order, sets, place) ?? (place === 'here' ? fromWords(topic, order) : undefined);
}

/** An order with codes of ours. */
function fromCodes(topic: Topic, order: Resource, sets: ReadonlySet<string>, place: 'here' | undefined): OrderedStudy | undefined {
  const named = candidates(topic, sets, (study) => study.codedIn);
  const unplaced = candidates(topic, sets, (study) => study.unplacedCodedIn);
  const injected = unplaced.find(({ beside }) => beside !== undefined && named.some(({ modality }) => modality === beside));
  if (injected !== undefined) return described(injected, 'code', false);
  if (named.length > 0) return ordered(topic, order, named, 'code', false);
  const wide = candidates(topic, sets, (study) => study.approximatelyCodedIn);
  if (wide.length > 0) return ordered(topic, order, wide, 'code', true);
  return place === 'here' && unplaced.length > 0 ? ordered(topic, order, unplaced, 'code', false) : undefined;
}

function candidates(topic: Topic, sets: ReadonlySet<string>, valueSets: (study: Study) => readonly string[]): readonly Study[] {
  return topic.studies.filter((study) => valueSets(study).some((set) => sets.has(set)));
}

/** Where the order's body site says it is: in the topic's region, somewhere else, or not said. */
function placeOf(topic: Topic, order: Resource): 'here' | 'elsewhere' | undefined {
  const sites = list(order['bodySite']);
  const isIn = (valueSets: readonly string[]): boolean =>
    sites.some((site) => codingsOf(site).some((coding) => topic.codes.membership(coding).included.some((set) => valueSets.includes(set))));
  const words = [...wordsOf(order['code']), ...sites.flatMap(wordsOf)].join(' ; ');
  if (isIn(topic.studySets.ownSites) || topic.studyWords.region.test(words)) return 'here';
  if (isIn(topic.studySets.otherSites)) return 'elsewhere';
  return undefined;
}

/** Of several studies a code may name, the one whose contrast the order asks for; codes win over words. */
function ordered(topic: Topic, order: Resource, studies: readonly Study[], basis: 'code' | 'text', isApproximate: boolean): OrderedStudy {
  const exact = studies.filter((study) => study.contrast !== 'open');
  const first = exact[0] ?? studies[0]!;
  if (exact.length > 0 || first.contrast === undefined) return described(first, basis, isApproximate);
  const contrast = contrastOf(topic, order);
  const settled = contrast === undefined ? undefined : topic.studies.find((study) => study.modality === first.modality && study.contrast === contrast);
  return described(settled ?? first, basis, isApproximate);
}

function described(study: Study, basis: 'code' | 'text', isApproximate: boolean): OrderedStudy {
  return { id: study.id, ratedAs: study.ratedAs, title: study.title, basis, isApproximate, isContrastOpen: study.contrast === 'open' };
}

/** Contrast as the order's details or words give it. */
function contrastOf(topic: Topic, order: Resource): Contrast | undefined {
  const words = [...wordsOf(order['code']), ...list(order['orderDetail']).flatMap(wordsOf)].join(' ; ');
  return topic.studyWords.contrast.find(({ phrase }) => phrase.test(words))?.contrast as Contrast | undefined;
}

/** An order with no code of ours: modality, region and contrast words together, else nothing (never a guess). */
function fromWords(topic: Topic, order: Resource): OrderedStudy | undefined {
  const own = [...wordsOf(order['code']), ...list(member(order, 'bodySite')).flatMap(wordsOf)].join(' ; ');
  const { region, wideRegion, otherRegion, notStudy, modalities } = topic.studyWords;
  if (own === '' || notStudy.test(own)) return undefined;
  const isHere = region.test(own) || placeOf(topic, order) === 'here';
  const isWide = wideRegion.test(own);
  if (!isHere && !isWide) return undefined;
  if (!isHere && otherRegion.test(own)) return undefined;
  const modality = modalities.find(({ phrase }) => phrase.test(own))?.modality;
  if (modality === undefined) return undefined;
  const studies = topic.studies.filter((study) => study.modality === modality);
  const open = studies.filter((study) => study.contrast === 'open' || study.contrast === undefined);
  return open.length === 0 ? undefined : ordered(topic, order, open, 'text', !isHere || isWide);
}
