/** An answer of a finding in words. */
import type { Topic } from '../../decision/topic.ts';
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { spaced } from '../../knowledge/spaced.ts';
import { joinWords } from '../../response/join-words.ts';

/** `notDocumented` is "not documented", `subacute|chronic` "subacute or chronic". */
export function answerWords(topic: Topic, answer: string, say: ReadableTopic['say']): string {
  return joinWords(topic.words, answer.split('|').map((each) => say(spaced(each))), 'disjunction');
}
