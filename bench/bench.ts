/** What every measurement of a run is given. */
import type { Caller } from './tokens.ts';

export interface Bench {
  readonly caller: Caller;
  /** Base of the endpoint that tokens are for. */
  readonly publicUrl: string;
  /** Empty at the start, gone at the end. */
  readonly folder: string;
  /** YYYY-MM-DD: orders are drafted on it. */
  readonly today: string;
  readonly isFull: boolean;
  readonly rounds: number;
  /** Of each server in a round. */
  readonly seconds: number;
  /** Of processor time that each server has used before the first round. */
  readonly warmSeconds: number;
  /** Calls over which memory has to stay flat. */
  readonly growthRequests: number;
  /** Where the sandbox services lie, if they are to be compared with. */
  readonly peerFolder?: string;
  /** Tells a person how far it is. */
  readonly say: (text: string) => void;
}
