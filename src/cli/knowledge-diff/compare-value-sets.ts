/** Two versions of a value set, code by code: how its parts are grouped is no difference in what is in it. */
import { compareValues, type Step, type ValueChange } from './compare-values.ts';

type Json = Readonly<Record<string, unknown>>;
type List = 'include' | 'exclude' | 'contains';

/** One code, or one filter, of a value set. */
export interface SetMember {
  readonly list: List;
  readonly system: string;
  readonly code: string;
  /** A filter in the words of FHIR (`is-a`); none for a code by itself. */
  readonly filter?: string;
  readonly display?: string;
  /** What else is said of it, where anything is. */
  readonly rest?: Json;
}

/** As `compareValues`; a change of one member has the member as the value of its last step. */
export function compareValueSets(before: Json, after: Json): readonly ValueChange[] {
  const [had, has] = [membersOf(before), membersOf(after)];
  const found = [
    ...compareValues(withoutMembers(before), withoutMembers(after)),
    ...[...had].filter(([key]) => !has.has(key)).map(([, [pointer, member]]): ValueChange => ({ pointer, steps: [stepOf(member)], kind: 'removed', before: member })),
    ...[...has].flatMap(([key, [pointer, member]]): readonly ValueChange[] => {
      const earlier = had.get(key)?.[1];
      if (earlier === undefined) return [{ pointer, steps: [stepOf(member)], kind: 'added', after: member }];
      return compareValues({ display: earlier.display, ...earlier.rest }, { display: member.display, ...member.rest }, { pointer, steps: [stepOf(member)] });
    }),
  ];
  // The same members, written in other groups or in another order.
  return found.length === 0 && JSON.stringify(before) !== JSON.stringify(after) ? [{ pointer: '/compose', steps: [{ name: 'compose', isItem: false, value: after['compose'] }], kind: 'moved' }] : found;
}

function stepOf(member: SetMember): Step {
  return { name: member.code, isItem: true, value: member };
}

function membersOf(set: Json): ReadonlyMap<string, readonly [string, SetMember]> {
  const seen = new Map<string, number>();
  const compose = objectOf(set['compose']);
  const all = [...(['include', 'exclude'] as const).flatMap((list) => partsOf(list, compose[list])), ...containedIn(objectOf(set['expansion'])['contains'], '/expansion/contains')];
  return new Map(all.map(([pointer, member]) => {
    const key = [member.list, member.system, member.filter ?? '', member.code].join(' ');
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return [`${key}#${seen.get(key)}`, [pointer, member]];
  }));
}

function partsOf(list: 'include' | 'exclude', parts: unknown): readonly (readonly [string, SetMember])[] {
  return listOf(parts).flatMap((part, index) => {
    const { system, concept, filter, extension, ...others } = part;
    const words = listOf(extension).find(({ valueString }) => typeof valueString === 'string')?.['valueString'];
    const rest = { ...others, ...(extension !== undefined && { extension: listOf(extension).map(({ valueString, ...each }) => (valueString === words ? each : { ...each, valueString })) }) };
    const at = `/compose/${list}/${index}`;
    return [
      ...listOf(concept).map(({ code, display, ...more }, each): readonly [string, SetMember] => [`${at}/concept/${each}`, member(list, system, code, display, { ...rest, ...more })]),
      ...listOf(filter).map(({ property, op, value, ...more }, each): readonly [string, SetMember] => [`${at}/filter/${each}`, { ...member(list, system, value, words, { ...rest, ...more }), filter: property === 'concept' ? String(op) : `${String(property)} ${String(op)}` }]),
    ];
  });
}

function containedIn(contains: unknown, pointer: string): readonly (readonly [string, SetMember])[] {
  return listOf(contains).flatMap(({ system, code, display, contains: nested, ...rest }, index) => [[`${pointer}/${index}`, member('contains', system, code, display, rest)] as const, ...containedIn(nested, `${pointer}/${index}/contains`)]);
}

function member(list: List, system: unknown, code: unknown, display: unknown, rest: Json): SetMember {
  return { list, system: String(system), code: String(code), ...(typeof display === 'string' && { display }), ...(Object.keys(rest).length > 0 && { rest }) };
}

/** What stands beside the members; a part of which nothing is known as a member stays whole. */
function withoutMembers({ compose, expansion, ...set }: Json): Json {
  const bare = (parts: unknown): readonly Json[] => listOf(parts).filter(({ concept, filter }) => !Array.isArray(concept) && !Array.isArray(filter));
  const { include, exclude, ...others } = objectOf(compose);
  const { contains: _, ...expanded } = objectOf(expansion);
  const [more, less] = [bare(include), bare(exclude)];
  return {
    ...set, compose: { ...others, ...(more.length > 0 && { include: more }), ...(less.length > 0 && { exclude: less }) },
    ...(expansion !== undefined && { expansion: expanded }),
  };
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Json : {};
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter((each): each is Json => typeof each === 'object' && each !== null) : [];
}
