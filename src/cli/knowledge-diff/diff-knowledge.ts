/** All that two versions of the knowledge have otherwise: values, versions, vignettes. */
import { compareFiles } from './compare-files.ts';
import { compareVignettes, type VignetteReport } from './compare-vignettes.ts';
import type { KnowledgeChange } from './describe-change.ts';
import { listVersions, type TopicVersions } from './list-versions.ts';
import { loadSide, type LoadedSide } from './load-side.ts';
import { readSide } from './read-side.ts';
import type { StoredReport } from './compare-stored.ts';

export interface DiffSettings {
  /** Knowledge folders. */
  readonly before: string;
  readonly after: string;
  readonly newId: () => string;
  readonly publicUrl: string;
}

export interface DiffReport {
  readonly topics: readonly TopicVersions[];
  readonly changes: readonly KnowledgeChange[];
  /** Where a side does not pass its gates: which, and why. */
  readonly notDecided: readonly { readonly side: 'before' | 'after'; readonly problem: string }[];
  readonly vignettes?: VignetteReport;
  readonly stored?: StoredReport;
}

/** What both sides decide by; none where one of them does not pass its gates. */
export type Loaded = readonly [LoadedSide, LoadedSide];

/** Throws KnowledgeError for files that cannot be parsed. */
export function diffKnowledge({ before, after, newId, publicUrl }: DiffSettings): { readonly report: DiffReport; readonly loaded: Loaded } {
  const [one, other] = [readSide(before), readSide(after)];
  const changes = compareFiles(one, other);
  const loaded: Loaded = [loadSide(before), loadSide(after)];
  const [had, has] = loaded;
  const notDecided = loaded.flatMap(({ problem }, index) => (problem === undefined ? [] : [{ side: index === 0 ? 'before' as const : 'after' as const, problem }]));
  const vignettes = had.topics === undefined || has.topics === undefined ? undefined
    : compareVignettes({ folder: before, topics: had.topics }, { folder: after, topics: has.topics }, { newId, publicUrl, isSameKnowledge: changes.length === 0 });
  return { report: { topics: listVersions(one, other), changes, notDecided, ...(vignettes !== undefined && { vignettes }) }, loaded };
}
