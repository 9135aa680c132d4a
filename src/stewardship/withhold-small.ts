/** The one step before numbers leave the page: what would tell of one person, or of one patient of theirs, is left out. */
import type { Share } from './share.ts';
import type { Requester, RequestersPart, Statistics } from './statistics.ts';

/** Counts of 1 to 4 of one person are not exported. */
const SMALLEST_CELL = 5;
/** Fewer than this are not shown as a group either: one of two knows the other. */
const SMALLEST_POOL = 3;

/** A count that is not told, of how many: neither are the share and its interval, which would give it away. */
export interface Withheld {
  readonly count: '<5';
  readonly of: number;
}

/** A person with a small count has no position either: it narrows the count down. */
export interface ExportedRequester extends Omit<Requester, 'notAppropriate' | 'drafted' | 'position'> {
  readonly notAppropriate: Share | Withheld;
  readonly drafted: Share | Withheld;
  readonly position?: Requester['position'];
}

export interface ExportedRequesters extends Omit<RequestersPart, 'compared' | 'pooled'> {
  readonly compared: readonly ExportedRequester[];
  readonly pooled?: RequestersPart['pooled'];
}

/** What JSON and CSV are made of. The page's own numbers have this shape too. */
export interface ExportedStatistics extends Omit<Statistics, 'requesters'> {
  readonly requesters: ExportedRequesters;
}

export function withholdSmall(statistics: Statistics): ExportedStatistics {
  const { compared, pooled, ...rest } = statistics.requesters;
  return { ...statistics, requesters: { ...rest, compared: compared.map(withheld), ...(pooled.requesters >= SMALLEST_POOL && { pooled }) } };
}

/** Both or neither: they differ by orders that were taken back, which may be one. */
function withheld({ requester, client, notAppropriate, drafted, position }: Requester): ExportedRequester {
  if (!isSmall(notAppropriate) && !isSmall(drafted)) return { requester, client, notAppropriate, drafted, position };
  const hidden = ({ of }: Share): Withheld => ({ count: `<${SMALLEST_CELL}`, of });
  return { requester, client, notAppropriate: hidden(notAppropriate), drafted: hidden(drafted) };
}

function isSmall({ count }: Share): boolean {
  return count > 0 && count < SMALLEST_CELL;
}
