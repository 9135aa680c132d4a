/** What came of asking, for a person: codes that came and went, and by which version. */
import type { CodeSystemsFile } from '../../knowledge/topic-files.ts';
import type { Answered } from './ask-expansions.ts';
import type { ExpandedCode } from './read-page.ts';

export function printExpansions(answered: readonly Answered[], { systems }: CodeSystemsFile): string {
  const title = (uri: string): string => systems.find((system) => system.uri === uri)?.title ?? uri;
  const line = (sign: string, { system, code, display, inactive }: ExpandedCode): string => `  ${sign} ${title(system)}|${code}${display === undefined ? '' : ` "${display.replace(/[\p{Cc}\p{Cf}]/gu, ' ')}"`}${inactive === true ? ' (inactive)' : ''}`;
  return answered.flatMap(({ expandable: { path, state }, expanded: { codes, abstract, parameters }, added, removed }) => {
    const versions = parameters.filter(({ name }) => /version|used-codesystem/i.test(String(name))).map((parameter) => Object.values(parameter).at(-1));
    return [
      `${path}: ${codes.length} codes, ${added.length} added, ${removed.length} removed${state === 'other' ? '; was expanded for another compose' : ''}${abstract > 0 ? `; ${abstract} that only group left out` : ''}; ${versions.length > 0 ? versions.join(', ') : 'the server does not say by which version of the code system'}`,
      ...added.map((code) => line('+', code)), ...removed.map((code) => line('-', code)),
    ];
  }).map((each) => `${each}\n`).join('');
}
