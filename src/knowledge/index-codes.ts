/** The codes of some value sets, to be looked up by. */
import { buildCodeIndex, type CodeEntry, type CodeIndex } from '../decision/code-index.ts';
import { isEvaluatedHere } from './is-evaluated-here.ts';
import type { CodeSystemsFile, TopicFiles, ValueSetFile, ValueSetPart } from './topic-files.ts';

/** Only what is in the value sets given is known to it. */
export function indexCodes(files: TopicFiles, valueSets: readonly ValueSetFile[]): CodeIndex {
  const systems = files.codeSystems.systems.map(({ uri, aliases, aliasPrefix, byPrefix, guess }) => ({
    uri, aliases, isHierarchicalByPrefix: byPrefix, ...(aliasPrefix !== undefined && { aliasPrefix }), ...(guess !== undefined && { guess: new RegExp(guess) }),
  }));
  return buildCodeIndex(systems, valueSets.flatMap((valueSet) => entriesOf(valueSet, files.codeSystems)));
}

function entriesOf(valueSet: ValueSetFile, codeSystems: CodeSystemsFile): readonly CodeEntry[] {
  const entry = (system: string, code: string, display: string | undefined, isExcluded: boolean): CodeEntry => ({ valueSet: valueSet.id, system, code, isExcluded, ...(display !== undefined && { display }) });
  const entries = (parts: readonly ValueSetPart[], isExcluded: boolean): readonly CodeEntry[] => parts.filter((part) => isEvaluatedHere(part, codeSystems)).flatMap(({ system, concept, filter }) =>
    [...(concept ?? []), ...(filter ?? []).map(({ value }) => ({ code: value, display: undefined }))].map(({ code, display }) => entry(system, code, display, isExcluded)));
  const expanded = (valueSet.expansion?.contains ?? []).map(({ system, code, display }) => entry(system, code, display, false));
  return [...entries(valueSet.compose.include, false), ...expanded, ...entries(valueSet.compose.exclude ?? [], true)];
}
