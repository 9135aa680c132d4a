/** One input whole: a hook request, a Bundle, or a record, judged and printed. */
import { inLanguage } from '../../decision/in-language.ts';
import { loadTopics } from '../../knowledge/load-topics.ts';
import { answerOf } from './answer.ts';
import { checkSettings } from './check-settings.ts';
import { judge } from './judge.ts';
import { parseJson } from './parse-json.ts';
import { printChain } from './print-chain.ts';
import type { DecideSettings } from './settings.ts';

export interface Printed {
  /** One line of JSON as over HTTP, or the chain in words. */
  readonly text: string;
  /** How many orders were judged. */
  readonly orders: number;
}

/** Throws RequestError, PreconditionError or BodyError where HTTP answers 400 or 412, and ConfigError or KnowledgeError for the settings. */
export async function decideFile(bytes: Buffer, settings: DecideSettings, explains: boolean): Promise<Printed> {
  const loaded = loadTopics(settings.knowledge, settings.topics);
  checkSettings(settings, loaded);
  const judgement = await judge(parseJson(bytes), inLanguage(loaded, settings.language), settings);
  const text = explains ? judgement.judged.map(({ topic, decision }) => printChain(topic, decision)).join('\n') : `${JSON.stringify(answerOf(judgement, settings))}\n`;
  return { text, orders: judgement.judged.length };
}
