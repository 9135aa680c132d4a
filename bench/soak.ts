/** Orders and what became of them, for as long as one likes: each worker orders, tells what was done with the card, and goes on. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface SoakOptions {
  readonly seconds: number;
  readonly workers: number;
  /** Body of a hook call for a patient of that id. */
  readonly requestFor: (patient: string) => unknown;
}

export interface Soaked {
  /** Milliseconds of hook calls that were answered with 200, in ascending order. */
  readonly latencies: readonly number[];
  /** Cards whose feedback was answered with 200. */
  readonly acknowledged: readonly string[];
  /** Answers other than 200 by status; 0 where the connection broke. */
  readonly refusals: ReadonlyMap<number, number>;
}

const SERVICE = '/cds-services/imaging-advice';
const PAUSE_MS = 50;

/** Against whatever answers at the address. */
export async function soak(address: string, { seconds, workers, requestFor }: SoakOptions): Promise<Soaked> {
  const latencies: number[] = [];
  const acknowledged: string[] = [];
  const refusals = new Map<number, number>();
  const end = performance.now() + seconds * 1000;
  const send = async (path: string, body: unknown): Promise<Record<string, any> | undefined> => {
    const [status, answer] = await post(`${address}${path}`, body);
    if (status === 200) return answer;
    refusals.set(status, (refusals.get(status) ?? 0) + 1);
    await sleep(PAUSE_MS);
    return undefined;
  };
  const work = async (worker: number): Promise<void> => {
    for (let turn = 0; performance.now() < end; turn += 1) {
      const start = performance.now();
      const answer = await send(SERVICE, requestFor(`soak-${process.pid}-${worker}-${turn}`));
      if (answer === undefined) continue;
      latencies.push(performance.now() - start);
      const card: unknown = answer['cards']?.[0]?.uuid;
      if (typeof card !== 'string') continue;
      const report = { feedback: [{ card, outcome: 'overridden', outcomeTimestamp: new Date().toISOString() }] };
      while (performance.now() < end) {
        if (await send(`${SERVICE}/feedback`, report) === undefined) continue;
        acknowledged.push(card);
        break;
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  return { latencies: latencies.sort((one, other) => one - other), acknowledged, refusals };
}

async function post(url: string, body: unknown): Promise<readonly [number, (Record<string, any> | undefined)?]> {
  try {
    const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    // A balancer that has nobody to ask answers with a page.
    if (answer.status !== 200) return [answer.status, void await answer.text()];
    return [200, await answer.json() as Record<string, any>];
  } catch {
    return [0];
  }
}
