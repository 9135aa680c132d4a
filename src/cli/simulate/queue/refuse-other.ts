/** Sees to it that all who work on a simulation judge alike. */
import { ConfigError } from '../../../errors.ts';
import { digestKnowledge } from '../digest-knowledge.ts';
import type { Plan } from './plan.ts';
import { readRelease } from './read-release.ts';

/** Throws ConfigError where this is another release, or the knowledge another one, than when the jobs were made. */
export function refuseOther({ release, fingerprint }: Plan, knowledge: string): void {
  const own = readRelease();
  if (own !== release) throw new ConfigError(`This is release ${own}, and the jobs were made for ${release}: the results would not fit together. Run that release here, or make the jobs again with this one.`);
  if (digestKnowledge(knowledge) !== fingerprint.knowledge) throw new ConfigError(`${knowledge}: is other knowledge than the jobs were made for: the results would not fit together. Name the same (--knowledge).`);
}
