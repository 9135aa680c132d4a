/** The codes of some value sets, to be looked up by. */
import { buildCodeIndex, type CodeEntry, type CodeIndex } from '../decision/code-index.ts';
import type { TopicFiles, ValueSetFile } from './topic-files.ts';

/** Only what is in the value sets given is known to it. */
export function indexCodes(files: TopicFiles, valueSets: readonly ValueSetFile[]): CodeIndex {
  const systems = files.codeSystems.systems.map(({ uri, aliases, aliasPrefix, byPrefix, guess }) => ({
    uri, aliases, isHierarchicalByPrefix: byPrefix, ...(aliasPrefix !== undefined && { aliasPrefix }), ...(guess !== undefined && { guess: new RegExp(guess) }),
  }));
  return buildCodeIndex(systems, valueSets.flatMap(entriesOf));
}

function entriesOf(valueSet: ValueSetFile): readonly CodeEntry[] {
  const entries = (parts: ValueSetFile['compose']['include'], isExcluded: boolean): readonly CodeEntry[] => parts.flatMap(({ system, concept, filter }) =>
    [...(concept ?? []), ...(filter ?? []).map(({ value }) => ({ code: value, display: undefined }))].map(({ code, display }) => ({ valueSet: valueSet.id, system, code, isExcluded, ...(display !== undefined && { display }) })));
  return [...entries(valueSet.compose.include, false), ...entries(valueSet.compose.exclude ?? [], true)];
}
