/** What is printed of a judgement: the decisions, or the answer of the hook. */
import { randomUUID } from 'node:crypto';
import { profiles } from '../../response/profile.ts';
import { writeResponse } from '../../response/write-response.ts';
import type { Judgement } from './judge.ts';
import type { DecideSettings } from './settings.ts';

export type AnswerSettings = Pick<DecideSettings, 'prints' | 'profile' | 'publicUrl' | 'mechanismId'>;

/** Members of the document, or of the line. */
export function answerOf({ judged, hook }: Judgement, { prints, profile, publicUrl, mechanismId }: AnswerSettings): object {
  if (prints === 'decisions') return { decisions: judged.map(({ decision }) => decision) };
  return writeResponse(judged, { profile: profiles[profile], hook, newId: randomUUID, publicUrl, ...(mechanismId !== undefined && { mechanismId }) });
}
