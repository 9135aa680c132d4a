/** A process that judges lines: it is told how, says when it has the knowledge, or why it cannot have it, and then answers batch after batch. */
import { BackstopError } from '../../errors.ts';
import { inLanguage } from '../../decision/in-language.ts';
import type { Topic } from '../../decision/topic.ts';
import { loadTopics } from '../../knowledge/load-topics.ts';
import type { WorkerMessage } from '../create-worker-pool.ts';
import { answerLines, type BatchAnswer, type LineOptions } from './answer-lines.ts';
import { checkSettings } from './check-settings.ts';
import type { LineBatch } from './split-lines.ts';

let topics: readonly Topic[] = [];
let options: LineOptions | undefined;
const say = (message: WorkerMessage<BatchAnswer>): void => void process.send!(message);

process.on('disconnect', () => process.exit());
process.on('message', async (message: LineOptions | LineBatch) => {
  if ('first' in message) return say({ kind: 'answer', answer: await answerLines(message, topics, options!) });
  try {
    options = message;
    const loaded = loadTopics(options.settings.knowledge, options.settings.topics);
    checkSettings(options.settings, loaded);
    topics = inLanguage(loaded, options.settings.language);
    say({ kind: 'ready' });
  } catch (error) {
    if (!(error instanceof BackstopError)) throw error;
    say({ kind: 'refused', message: error.message });
  }
});
