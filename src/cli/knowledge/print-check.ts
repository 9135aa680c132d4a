/** What the gates found, for people and for programs. */
import type { Checked, CheckedTopic } from './check-knowledge.ts';

/** One problem a line, `file#/pointer: message`, then a line for each topic; or one JSON object. */
export function printCheck(checked: Checked, isJson: boolean): string {
  if (isJson) return `${JSON.stringify(checked)}\n`;
  const problems = checked.topics.flatMap((topic) => topic.problems.map(({ pointer, message }) => `${pointer}: ${message}`));
  return `${[...problems, ...(problems.length > 0 ? [''] : []), ...checked.topics.filter(isWorthALine).map(sayTopic)].join('\n')}\n`;
}

/** What topics share is only mentioned where something is wrong with it: what could not be checked of it is said of the topics. */
function isWorthALine({ topic, problems }: CheckedTopic): boolean {
  return topic !== 'common' || problems.length > 0;
}

function sayTopic({ topic, version, problems, notRun }: CheckedTopic): string {
  const name = version === undefined ? topic : `${topic} ${version}`;
  const count = problems.length === 0 ? (notRun.length > 0 ? 'no problem so far' : 'passed every gate') : `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} (${[...new Set(problems.map(({ gate }) => gate))].join(', ')})`;
  return `${name}: ${count}${notRun.length === 0 ? '' : `; the later gates were not run: ${notRun.join(', ')}`}`;
}
