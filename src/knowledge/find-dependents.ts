/** Which findings are worked out from which. */
import type { FindingFile } from './topic-files.ts';

/** By finding: those that rest on it, directly or by way of others. */
export function findDependents(findings: readonly FindingFile[]): ReadonlyMap<string, ReadonlySet<string>> {
  const named = findings.map((finding) => ({ code: finding.code, names: namesIn(finding) }));
  return new Map(findings.map(({ code }, index) => {
    const resting = new Set<string>();
    // A finding may name those before it alone.
    for (const later of named.slice(index + 1)) if ([code, ...resting].some((each) => later.names.has(each))) resting.add(later.code);
    return [code, resting];
  }));
}

/** By reference, and in expressions. */
function namesIn(finding: FindingFile): ReadonlySet<string> {
  const { evidence = [], grades = [], care } = finding;
  const referred = [...evidence.flatMap(({ during, leads }) => [during, leads?.episode]), ...grades.flatMap(({ cites }) => cites), care?.episode];
  return new Set([...referred.filter((code) => code !== undefined), ...[...JSON.stringify(finding).matchAll(/%found\.`?(\w+)/g)].map(([, code]) => code!)]);
}
