/** The value sets of a knowledge folder that need a terminology server, and how they stand. */
import { ConfigError, KnowledgeError } from '../../errors.ts';
import { checkShape } from '../../knowledge/check-shape.ts';
import { composeToExpand, type ComposeToExpand } from '../../knowledge/compose-to-expand.ts';
import { expandedDigest } from '../../knowledge/expanded-digest.ts';
import { listTopics, readFiles } from '../../knowledge/read-files.ts';
import type { CodeSystemsFile, ValueSetFile } from '../../knowledge/topic-files.ts';

export interface Expandable {
  /** Below the knowledge folder. */
  readonly path: string;
  readonly valueSet: ValueSetFile;
  readonly asked: ComposeToExpand;
  /** `other`: its expansion was made for another compose. */
  readonly state: 'missing' | 'other' | 'kept';
}

export interface ExpandableList {
  readonly valueSets: readonly Expandable[];
  readonly codeSystems: CodeSystemsFile;
}

/** All, or those with these ids. Throws KnowledgeError for value sets of another shape, ConfigError for an id that no value set has. */
export function listExpandable(folder: string, ids: readonly string[]): ExpandableList {
  const files = [...new Map(listTopics(folder).flatMap((topic) => readFiles(folder, topic)).map((file) => [file.path, file])).values()];
  const read = files.filter(({ kind }) => kind === 'value-set' || kind === 'code-systems');
  const problems = checkShape(folder, read);
  if (problems.length > 0) throw new KnowledgeError(problems);
  const codeSystems = read.find(({ kind }) => kind === 'code-systems')!.content as CodeSystemsFile;
  const all = read.filter(({ kind }) => kind === 'value-set').map(({ path, content }) => ({ path, valueSet: content as ValueSetFile }));
  const unknown = ids.filter((id) => !all.some(({ valueSet }) => valueSet.id === id));
  if (unknown.length > 0) throw new ConfigError(`--value-set: there is no value set ${unknown.join(', ')}`);
  const valueSets = all.filter(({ valueSet }) => ids.length === 0 || ids.includes(valueSet.id)).flatMap(({ path, valueSet }): readonly Expandable[] => {
    const asked = composeToExpand(valueSet, codeSystems);
    return asked === undefined ? [] : [{ path, valueSet, asked, state: valueSet.expansion === undefined ? 'missing' : expandedDigest(valueSet.expansion) === asked.digest ? 'kept' : 'other' }];
  });
  return { valueSets, codeSystems };
}
