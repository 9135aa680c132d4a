/** Gate: topics that are loaded together do not get into each other's way. */
import type { Problem } from '../errors.ts';
import type { TopicFiles } from './topic-files.ts';

interface Claim {
  readonly topic: string;
  readonly at: string;
  readonly says: string;
}

/** A study two topics name would be judged twice; a read two topics state differently would be made as one of them has it. */
export function checkTogether(topics: readonly TopicFiles[]): readonly Problem[] {
  return [
    ...conflicts(topics.flatMap(readClaims), (one, other) => one.says !== other.says, (id, { topic }) => `read ${id} is stated otherwise by ${topic}; the same id must be the same read in every topic`),
    ...conflicts(topics.flatMap(codeClaims), (one, other) => one.topic !== other.topic, (code, { topic, says }) => `its code ${code} is also one of ${topic}'s study ${says}; an order of it would be judged by both`),
  ];
}

type Named = readonly [name: string, claim: Claim];

function conflicts(claims: readonly Named[], differ: (one: Claim, other: Claim) => boolean, tell: (name: string, first: Claim) => string): readonly Problem[] {
  const first = new Map<string, Claim>();
  return claims.flatMap(([name, claim]) => {
    const known = first.get(name);
    if (known === undefined) first.set(name, claim);
    return known !== undefined && differ(known, claim) ? [{ pointer: claim.at, message: tell(name, known) }] : [];
  });
}

function readClaims({ name, topic }: TopicFiles): readonly Named[] {
  return topic.reads.map(({ id, type, query, orElse, title }, index) => [id, { topic: name, at: `${name}/topic.yaml#/reads/${index}`, says: JSON.stringify([type, query, orElse, title]) }]);
}

/** Codes that say where; those without a place are told apart by the order's body site. */
function codeClaims({ name, procedures, valueSets }: TopicFiles): readonly Named[] {
  return procedures.studies.flatMap(({ id, codes }, index) => codes.here.flatMap((set) => {
    const { compose } = valueSets.find((each) => each.id === set) ?? {};
    return (compose?.include ?? []).flatMap(({ system, concept = [] }) => concept.map(({ code }): Named => [`${system}|${code}`, { topic: name, at: `${name}/procedures.yaml#/studies/${index}/codes`, says: id }]));
  }));
}
