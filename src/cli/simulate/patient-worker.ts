/** A process that judges patients: it is told how, says when it has the knowledge, or why it cannot have it, and then answers batch after batch. */
import { inLanguage } from '../../decision/in-language.ts';
import type { Topic } from '../../decision/topic.ts';
import { BackstopError } from '../../errors.ts';
import { loadTopics } from '../../knowledge/load-topics.ts';
import type { WorkerMessage } from '../create-worker-pool.ts';
import { faultOf } from '../decide/fault-of.ts';
import { failedOrders } from './failed-orders.ts';
import { judgePatient, type Outcome } from './judge-patient.ts';
import type { PatientWork } from './patient-work.ts';
import type { Batch, SimulateSettings } from './settings.ts';

/** What came of a batch: for each patient its outcomes, as JSON. */
export type BatchOutcome = readonly { readonly n: number; readonly outcomes: readonly string[] }[];

let topics: readonly Topic[] = [];
let timeZone = 'UTC';
const say = (message: WorkerMessage<BatchOutcome>): void => void process.send!(message);

process.on('disconnect', () => process.exit());
process.on('message', async (message: SimulateSettings | Batch) => {
  if ('patients' in message) {
    const answer: { readonly n: number; readonly outcomes: readonly string[] }[] = [];
    for (const work of message.patients) answer.push({ n: work.n, outcomes: (await judge(work)).map((outcome) => JSON.stringify(outcome)) });
    return say({ kind: 'answer', answer });
  }
  try {
    topics = inLanguage(loadTopics(message.knowledge, message.topics), message.language);
    timeZone = message.timeZone;
    say({ kind: 'ready' });
  } catch (error) {
    if (!(error instanceof BackstopError)) throw error;
    say({ kind: 'refused', message: error.message });
  }
});

/** A chart too odd to be read at all costs its own patient only. */
function judge(work: PatientWork): Promise<readonly Outcome[]> {
  return judgePatient(work, topics, timeZone).catch((error: unknown) => failedOrders(work, topics, faultOf(error).message));
}
