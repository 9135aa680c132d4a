/** The two CDS services, and what they are made of. */
import type { HookName } from '../chart/hook-request.ts';
import type { Registry } from '../clients/registry.ts';
import type { Config } from '../config.ts';
import type { Topic } from '../decision/topic.ts';
import type { Library } from '../knowledge/readable-topic.ts';
import type { Piece } from '../knowledge/open-pieces.ts';
import type { Stories } from '../knowledge/open-stories.ts';
import type { TraceKeeper } from '../store/create-trace-keeper.ts';
import type { Store } from '../store/store.ts';
import type { Log } from './create-log.ts';
import type { Metrics } from './create-metrics.ts';

/** The stories and the pieces of stories of the knowledge that is served. */
export interface Shelf {
  readonly stories: Stories;
  readonly findPieces: (words: string) => readonly Piece[];
}

/** Everything the edge needs that is not the same in every process, test and moment. */
export interface Services {
  readonly topics: readonly Topic[];
  /** Second versions of topics, asked beside the live ones and heard by nobody. */
  readonly challengers?: readonly Topic[];
  /** The knowledge for readers; without it there are no pages of it. */
  readonly library?: Library;
  readonly config: Config;
  /** Registered clients; none where everybody is anonymous. */
  readonly registry: Registry;
  readonly store: Store;
  /** Keeps what decisions were made from; only with `TRACE=full`. */
  readonly traces?: TraceKeeper;
  /** What the playground offers to choose from; it does without where there is none. */
  readonly shelf?: Shelf;
  /** Folder of the files that are served as they are. */
  readonly webFolder: string;
  readonly now: () => Date;
  /** A fresh lower-case UUID. */
  readonly newId: () => string;
  readonly log: Log;
  /** Counts what happens; nothing is counted without. */
  readonly metrics?: Metrics;
}

/** One advertised service: ids are pinned by clients and never renamed (DISC-12). */
export interface HookService {
  readonly id: string;
  readonly hook: HookName;
  readonly title: string;
  readonly description: string;
}

/** Distinct ids, because a client may key services by URL (DISC-13); the main one comes first (DISC-16). Each answers both hooks. */
export const hookServices: readonly HookService[] = [
  {
    id: 'imaging-advice',
    hook: 'order-select',
    title: 'Imaging advice',
    description: 'Advises while an imaging order is drafted: holds back a study that will not help, with a one-click swap for what will, and points out a red flag that makes one urgent. Silent when all is well.',
  },
  {
    id: 'imaging-advice-sign',
    hook: 'order-sign',
    title: 'Imaging advice before signing',
    description: 'Looks again at all imaging orders that are about to be signed, in the same way as imaging-advice.',
  },
];

/** CDS Hooks 2.0.1 until 3.0.0 is known to be published (DISC-8). */
export const SPECIFICATION_VERSION = '2.0.1';
/** Version of both hook definitions (DISC-9). */
export const HOOK_VERSION = '1.0';
