/** What all calls of a client came to, a check for each requirement and service. */
import { judge, skip, type Check, type Evidence } from './check.ts';
import { requirements, type RequirementId } from './requirements.ts';
import type { Seen } from './start-service.ts';

export interface CallCollector {
  add(seen: Seen): void;
  checks(): readonly Check[];
}

const MOST_EVIDENCE = 5;
const OF_DISCOVERY = /^C-JWT-(?!1$)/;

/** Those of discovery are about tokens alone, which need not be there. */
export function collectCalls(abouts: readonly string[]): CallCollector {
  const tallies = new Map<string, readonly Evidence[]>();
  const ids = (Object.keys(requirements) as RequirementId[]).filter((id) => id.startsWith('C-'));

  return {
    add: ({ about, call, status, seen, faults }) => {
      for (const id of new Set([...seen, ...faults.map((fault) => fault.id)])) {
        const known = tallies.get(`${about} ${id}`) ?? [];
        const found = faults.filter((fault) => fault.id === id).map(({ pointer, words }) => ({ call, status, pointer, fault: words }));
        tallies.set(`${about} ${id}`, [...known, ...found].slice(0, MOST_EVIDENCE));
      }
    },
    checks: () => ['discovery', ...abouts].flatMap((about) => ids.filter((id) => about !== 'discovery' || OF_DISCOVERY.test(id)).map((id) => {
      const tally = tallies.get(`${about} ${id}`);
      return tally === undefined ? skip(id, about, 'no call had one') : judge(id, about, tally);
    })),
  };
}
