/** Gate "expansions": what only a terminology server knows was asked, for the value set as it stands. Nothing is asked at a start. */
import type { Problem } from '../errors.ts';
import { composeToExpand } from './compose-to-expand.ts';
import { expandedDigest } from './expanded-digest.ts';
import { isEvaluatedHere } from './is-evaluated-here.ts';
import type { KnowledgeFile } from './read-files.ts';
import type { CodeSystemsFile, ValueSetFile } from './topic-files.ts';

/** Of files whose shape has been checked. */
export function checkExpansions(files: readonly KnowledgeFile[]): readonly Problem[] {
  const codeSystems = files.find(({ kind }) => kind === 'code-systems')!.content as CodeSystemsFile;
  return files.filter(({ kind }) => kind === 'value-set').flatMap(({ path, content }) => checkExpansion(path, content as ValueSetFile, codeSystems));
}

function checkExpansion(path: string, valueSet: ValueSetFile, codeSystems: CodeSystemsFile): readonly Problem[] {
  const { compose, expansion, id } = valueSet;
  const command = `run: backstop knowledge expand --tx URL --value-set ${id}`;
  const index = (compose.exclude ?? []).findIndex((part) => !isEvaluatedHere(part, codeSystems));
  // What is left out also silences words beside its codes, so its codes must be known one by one.
  if (index >= 0) return [{ pointer: `${path}#/compose/exclude/${index}/filter`, message: 'only a terminology server knows what this filter leaves out; name the codes, or make it a value set of its own and name that in notCoded' }];
  const asked = composeToExpand(valueSet, codeSystems);
  if (asked === undefined) return expansion === undefined ? [] : [{ pointer: `${path}#/expansion`, message: 'nothing reads it: every part of the value set is evaluated without a terminology server; take it out' }];
  const first = compose.include.findIndex((part) => !isEvaluatedHere(part, codeSystems));
  if (expansion === undefined) return [{ pointer: `${path}#/compose/include/${first}/filter`, message: `only a terminology server can expand this filter, and no expansion is kept; ${command}` }];
  if (expandedDigest(expansion) !== asked.digest) return [{ pointer: `${path}#/expansion`, message: `was made for another compose; ${command}` }];
  if (expansion.total !== expansion.contains.length) return [{ pointer: `${path}#/expansion/total`, message: `says ${expansion.total}, and there are ${expansion.contains.length} codes; ${command}` }];
  const systems = compose.include.map(({ system }) => system);
  return expansion.contains.flatMap(({ system }, at) => (systems.includes(system) ? [] : [{ pointer: `${path}#/expansion/contains/${at}/system`, message: `is no system of the compose; ${command}` }]));
}
