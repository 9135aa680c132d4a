/** Named codes of a topic's value sets that a made-up chart can be given: what they are called, and what the topic takes them for. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Topic } from '../decision/topic.ts';

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

interface ValueSet {
  readonly compose: { readonly include: readonly { readonly system: string; readonly concept?: readonly Named[]; readonly filter?: readonly { readonly value: string }[]; readonly extension?: readonly { readonly valueString?: string }[] }[] };
}
interface Named { readonly code: string; readonly display?: string }

/** A search over the topics' pieces: those that have all words, with the words at the start of a name first. Value sets are read at the first search. */
export function openPieces(folder: string, topics: readonly Topic[]): (words: string) => readonly Piece[] {
  let all: readonly Sought[] | undefined;
  return (words) => {
    all ??= topics.flatMap((topic) => piecesOf(folder, topic)).map((piece) => ({ piece, name: piece.title.toLowerCase(), text: `${piece.title} ${piece.fact} ${piece.code}`.toLowerCase() }));
    const sought = words.toLowerCase().split(/\s+/).filter((word) => word !== '').slice(0, MOST_WORDS);
    if (sought.length === 0) return [];
    const found = all.filter(({ text }) => sought.every((word) => text.includes(word)));
    const isFirst = ({ name }: Sought): boolean => name.startsWith(sought[0]!);
    return [...found.filter(isFirst), ...found.filter((each) => !isFirst(each))].slice(0, MOST).map(({ piece }) => piece);
  };
}

function piecesOf(folder: string, { id, facts }: Topic): readonly Piece[] {
  const sets = new Map<string, readonly (Named & { readonly system: string })[]>();
  const namedIn = (set: string) => {
    const known = sets.get(set) ?? readSet(folder, id, set);
    sets.set(set, known);
    return known;
  };
  const pieces = facts.flatMap(({ title: fact, resources, codedIn }) => {
    const resourceType = resources.find((type) => SIMPLE.includes(type));
    if (resourceType === undefined) return [];
    return codedIn.flatMap(namedIn).map(({ display, system, code }): Piece => ({ title: display ?? code, fact, resourceType, system, code }));
  });
  return [...new Map(pieces.map((piece) => [`${piece.resourceType} ${piece.system} ${piece.code}`, piece])).values()];
}

function readSet(folder: string, topic: string, set: string): readonly (Named & { readonly system: string })[] {
  const file = [topic, 'common'].map((part) => join(folder, part, 'value-sets', `${set}.json`)).find((path) => existsSync(path));
  if (file === undefined) return [];
  const { compose: { include } } = JSON.parse(readFileSync(file, 'utf8')) as ValueSet;
  return include.flatMap(({ system, concept = [], filter = [], extension = [] }) => {
    const display = extension.find(({ valueString }) => valueString !== undefined)?.valueString;
    return [...concept, ...filter.map(({ value }) => ({ code: value, ...(display !== undefined && { display }) }))].filter((each) => each.display !== undefined).map((each) => ({ ...each, system }));
  });
}
