/** Keeps answers that change only with the release, with a tag a client can ask by; nothing is made twice, and nobody can fill the memory. */
import { createHash } from 'node:crypto';

export interface KeptAnswer {
  readonly type: string;
  readonly body: Buffer;
  readonly tag: string;
}

const MOST_BYTES = 24 * 2 ** 20;

export interface AnswerKeeper {
  /** The answer kept under the name, else the one `make` gives, kept from now on; `undefined` is not kept. */
  readonly keep: (name: string, make: () => Promise<Omit<KeptAnswer, 'tag' | 'body'> & { readonly text: string } | undefined>) => Promise<KeptAnswer | undefined>;
}

/** Bounded: the answers kept first are dropped first. */
export function createAnswerKeeper(mostBytes = MOST_BYTES): AnswerKeeper {
  const kept = new Map<string, KeptAnswer>();
  let bytes = 0;
  return {
    keep: async (name, make) => {
      const known = kept.get(name);
      if (known !== undefined) return known;
      const made = await make();
      if (made === undefined) return undefined;
      const body = Buffer.from(made.text);
      const answer = { type: made.type, body, tag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
      if (!kept.has(name)) {
        kept.set(name, answer);
        bytes += body.length;
      }
      for (const [oldest, { body: dropped }] of kept) {
        if (bytes <= mostBytes) break;
        kept.delete(oldest);
        bytes -= dropped.length;
      }
      return answer;
    },
  };
}
