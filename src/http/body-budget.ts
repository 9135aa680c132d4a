/** How many bytes this process holds at a time for bodies and what is made of them: memory stays bounded whoever sends what, and however slowly. */

/** One body while it is held. */
export interface HeldBody {
  /** Asks for more room; false when there is none. */
  grow(bytes: number): boolean;
  /** All of it has come: it is no longer in the way of others. */
  complete(): void;
  release(): void;
}

export interface BodyBudget {
  /** Starts to hold a body; `giveWay` is called when an unfinished one must make room for others. */
  hold(giveWay: () => void): HeldBody;
}

interface Entry {
  bytes: number;
  readonly since: number;
  readonly giveWay: () => void;
}

/** What has been coming for longer than this makes room for what comes now: on a hospital's network a body takes milliseconds. */
const PATIENCE_MS = 1000;

/** A budget of so many bytes; `now` in milliseconds, never going back. */
export function createBodyBudget(mostBytes: number, now: () => number): BodyBudget {
  const unfinished = new Set<Entry>();
  let total = 0;

  const makeRoom = (bytes: number): boolean => {
    for (const oldest of unfinished) {
      if (total + bytes <= mostBytes) break;
      if (now() - oldest.since < PATIENCE_MS) break;
      drop(oldest);
      oldest.giveWay();
    }
    return total + bytes <= mostBytes;
  };
  const drop = (entry: Entry): void => {
    unfinished.delete(entry);
    total -= entry.bytes;
    entry.bytes = 0;
  };

  return {
    hold: (giveWay) => {
      const entry: Entry = { bytes: 0, since: now(), giveWay };
      unfinished.add(entry);
      return {
        grow: (bytes) => {
          if (!makeRoom(bytes)) return false;
          if (!unfinished.has(entry)) return false;
          entry.bytes += bytes;
          total += bytes;
          return true;
        },
        complete: () => { unfinished.delete(entry); },
        release: () => drop(entry),
      };
    },
  };
}
