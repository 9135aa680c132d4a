/** Named codes of a topic's value sets that a made-up chart can be given: what they are called, and what the topic takes them for. */
import type { ReadableTopic } from './readable-topic.ts';
import type { ValueSetFile } from './topic-files.ts';

/** One thing that can be added to a chart. */
export interface Piece {
  readonly title: string;
  /** What the topic takes it for. */
  readonly fact: string;
  readonly resourceType: string;
  readonly system: string;
  readonly code: string;
}

/** Resource types that a code and a day are enough for. */
const SIMPLE = ['Condition', 'Observation', 'Procedure', 'MedicationRequest', 'AllergyIntolerance', 'Device'];
const MOST = 20;
const MOST_WORDS = 6;

/** A piece with what it is looked for in, in small letters. */
interface Sought { readonly piece: Piece; readonly name: string; readonly text: string }

/** A search over the topics' pieces: those that have all words, with the words at the start of a name first. They are put together at the first search. */
export function openPieces(topics: readonly ReadableTopic[]): (words: string) => readonly Piece[] {
  let all: readonly Sought[] | undefined;
  return (words) => {
    all ??= topics.flatMap(piecesOf).map((piece) => ({ piece, name: piece.title.toLowerCase(), text: `${piece.title} ${piece.fact} ${piece.code}`.toLowerCase() }));
    const sought = words.toLowerCase().split(/\s+/).filter((word) => word !== '').slice(0, MOST_WORDS);
    if (sought.length === 0) return [];
    const found = all.filter(({ text }) => sought.every((word) => text.includes(word)));
    const isFirst = ({ name }: Sought): boolean => name.startsWith(sought[0]!);
    return [...found.filter(isFirst), ...found.filter((each) => !isFirst(each))].slice(0, MOST).map(({ piece }) => piece);
  };
}

function piecesOf({ topic, files }: ReadableTopic): readonly Piece[] {
  const sets = new Map(files.valueSets.map((set) => [set.id, namedIn(set)]));
  const pieces = topic.facts.flatMap(({ title: fact, resources, codedIn }) => {
    const resourceType = resources.find((type) => SIMPLE.includes(type));
    if (resourceType === undefined) return [];
    return codedIn.flatMap((set) => sets.get(set) ?? []).map(({ display, system, code }): Piece => ({ title: display ?? code, fact, resourceType, system, code }));
  });
  return [...new Map(pieces.map((piece) => [`${piece.resourceType} ${piece.system} ${piece.code}`, piece])).values()];
}

function namedIn({ compose: { include }, expansion }: ValueSetFile): readonly { readonly system: string; readonly code: string; readonly display?: string }[] {
  const expanded = (expansion?.contains ?? []).filter((each) => each.display !== undefined).map(({ system, code, display }) => ({ system, code, display: display! }));
  return [...expanded, ...include.flatMap(({ system, concept = [], filter = [], extension = [] }) => {
    const display = extension.find(({ valueString }) => valueString !== undefined)?.valueString;
    // The value of any other filter is no code, or not itself a member.
    return [...concept, ...filter.filter(({ property, op }) => property === 'concept' && op === 'is-a').map(({ value }) => ({ code: value, ...(display !== undefined && { display }) }))].filter((each) => each.display !== undefined).map((each) => ({ ...each, system }));
  })];
}
