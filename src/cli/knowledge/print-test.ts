/** What the vignettes gave, for people and for programs. */
import type { TestedInZones } from './test-in-zones.ts';

/** For each failure its file, what was expected and what came instead; then one line for all. */
export function printTest(tested: TestedInZones, isJson: boolean): string {
  if (isJson) return `${JSON.stringify(tested)}\n`;
  const { ran, zones, problems, failures } = tested;
  const failed = failures.flatMap(({ vignette, title, file, line, differences, zones: where }) => [
    `${vignette} ${title}${where.length === zones.length ? '' : ` (only in ${where.join(', ')})`}`, `  ${file}, line ${line}`,
    ...differences.map(({ what, expected, got }) => `  ${what}: expected ${expected}, got ${got}`), '',
  ]);
  const count = new Set(failures.map(({ topic, vignette }) => `${topic} ${vignette}`)).size;
  return `${[
    ...problems.map(({ pointer, message }) => `${pointer}: ${message}`), ...(problems.length > 0 ? ['', 'No vignette of a topic is run before each of them can be.', ''] : []),
    ...failed, `${ran} ${ran === 1 ? 'vignette' : 'vignettes'} in ${zones.join(', ')}: ${count === 0 ? (problems.length === 0 ? 'all as expected' : 'not all were run') : `${count} not as expected`}`,
  ].join('\n')}\n`;
}
