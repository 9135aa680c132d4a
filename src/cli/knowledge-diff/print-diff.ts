/** What a diff found, for a person. */
import type { StoredReport } from './compare-stored.ts';
import type { VignetteReport } from './compare-vignettes.ts';
import type { PartedAt } from './decide-both.ts';
import { HEADINGS, type ChangeKind, type KnowledgeChange } from './describe-change.ts';
import type { DiffReport } from './diff-knowledge.ts';
import type { ChangeGroup } from './group-changes.ts';
import type { TopicVersions } from './list-versions.ts';

/** Text, the weightiest first. */
export function printDiff({ topics, changes, notDecided, vignettes, stored }: DiffReport): string {
  const kinds = (Object.keys(HEADINGS) as readonly ChangeKind[]).filter((kind) => changes.some((change) => change.kind === kind));
  const lines = [
    ...topics.map(versionLine),
    changes.length === 0 ? 'No value differs.' : `${count(changes.length, 'value')} changed.`,
    ...kinds.flatMap((kind) => sectionOf(HEADINGS[kind], changes.filter((change) => change.kind === kind).map(changeLine))),
    ...(vignettes === undefined ? [] : vignetteLines(vignettes)),
    ...notDecided.flatMap(({ side, problem }) => sectionOf(`Vignettes could not be compared: the ${side === 'before' ? 'first' : 'second'} side does not pass its gates`, problem.split('\n').map((line) => `  ${line}`))),
    ...(stored === undefined ? [] : storedLines(stored)),
  ];
  return `${lines.join('\n')}\n`;
}

function versionLine({ topic, before, after, isUnraised, decidesOtherwise }: TopicVersions): string {
  if (before === undefined || after === undefined) return `${topic} ${before ?? after}: ${before === undefined ? 'a new topic' : 'the topic is gone'}`;
  if (isUnraised) return `${topic} ${before} → ${after}: NOT RAISED, though what decides has changed. Raise "version" in ${topic}/topic.yaml.`;
  return `${topic} ${before} → ${after}: what decides ${decidesOtherwise ? 'has changed' : 'is the same'}`;
}

function changeLine({ says, at }: KnowledgeChange): string {
  return `  ${says}   [${at}]`;
}

function vignetteLines({ compared, changed, groups, notComparable, added, removed, rewritten }: VignetteReport): readonly string[] {
  const example = (group: ChangeGroup): readonly string[] => {
    const first = changed.find(({ id, summary }) => id === group.ids[0] && summary !== undefined);
    return first === undefined ? [] : [`    card of ${first.id}: ${first.summary!.before ?? '(silence)'}`, `      → ${first.summary!.after ?? '(silence)'}`];
  };
  const heading = compared === 0 && changed.length === 0 ? 'Vignettes: the knowledge is the same, so all decisions are' : `Vignettes: ${count(compared, 'order')} judged by both, ${changed.length} decided otherwise`;
  return sectionOf(heading, [
    ...groups.flatMap((group) => [...groupLines(group, 'vignette'), ...example(group)]),
    ...notComparable.map(({ id, because }) => `  not comparable: ${id}: ${because}`),
    ...[['new', added], ['gone', removed], ['rewritten', rewritten]].flatMap(([word, ids]) => (ids!.length === 0 ? [] : [`  vignettes that are ${word as string} (${ids!.length}): ${(ids as readonly string[]).join(' ')}`])),
  ]);
}

function storedLines({ kept, compared, changed, groups, notComparable, unlikeKept }: StoredReport): readonly string[] {
  return sectionOf(`Kept decisions: ${kept} kept, ${compared} made again by both, ${changed} decided otherwise`, [
    ...groups.flatMap((group) => groupLines(group, 'decision')),
    ...Object.entries(notComparable).map(([reason, number]) => `  not comparable: ${number}, as ${reason}`),
    ...(unlikeKept.length === 0 ? [] : [`  the first side has the version that decided, and decides otherwise than was kept (${unlikeKept.length}): ${unlikeKept.join(' ')}`]),
  ]);
}

function groupLines({ differences, ids }: ChangeGroup, noun: string): readonly string[] {
  return [`  ${differences.map(partedLine).join('; ')} (${count(ids.length, noun)})`, `    ${ids.join(' ')}`];
}

function partedLine({ at, before, after }: PartedAt): string {
  if (at === '/detail') return `in detail: ${after}`;
  if (at === '/summary') return 'other words on the card alone';
  const name = at.slice(1).replace(/^(rating\/category|scenario\/id|advice\/kind|study\/id)$/, (place) => place.split('/')[0]!).replaceAll('/', ' ');
  return `${name}: ${before ?? '(none)'} → ${after ?? '(none)'}`;
}

function sectionOf(heading: string, lines: readonly string[]): readonly string[] {
  return ['', heading, ...lines];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
