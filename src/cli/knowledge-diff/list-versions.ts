/** Topics that decide by something else under the same version. */
import { decidingVersion } from '../../knowledge/deciding-version.ts';
import { isNewerVersion } from '../../knowledge/is-newer-version.ts';
import type { Side } from './read-side.ts';

export interface TopicVersions {
  readonly topic: string;
  /** None on a side that has not the topic. */
  readonly before?: string;
  readonly after?: string;
  /** What decides is not the same, but for who has reviewed it. */
  readonly decidesOtherwise: boolean;
  /** It does, and the version is not a newer one. */
  readonly isUnraised: boolean;
}

/** Every topic of both sides. */
export function listVersions(before: Side, after: Side): readonly TopicVersions[] {
  return [...new Set([...before.topics, ...after.topics])].sort().map((topic) => {
    const [one, other] = [before, after].map(({ folder, topics }) => (topics.includes(topic) ? decidingVersion(folder, topic) : undefined));
    const decidesOtherwise = one?.digest !== other?.digest;
    return {
      topic, decidesOtherwise, isUnraised: decidesOtherwise && one !== undefined && other !== undefined && !isNewerVersion(String(other.version), String(one.version)),
      ...(one !== undefined && { before: String(one.version) }), ...(other !== undefined && { after: String(other.version) }),
    };
  });
}
