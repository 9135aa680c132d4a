/** Puts earlier studies with radiation into words: what is recorded, and what was not read, so that "none" is never more than it is. */
import { RECORDS_OF_IMAGING } from '../decision/answer-imaging.ts';
import type { Evidence, Finding } from '../decision/decision.ts';
import { say } from '../decision/words.ts';
import type { Judged } from './judged.ts';
import type { Voice } from './name-evidence.ts';
import { showDay } from './show-day.ts';

/** Studies named; the rest is counted. */
const MAX_STUDIES = 3;

/** "2 recorded: CT lumbar spine, 2025-03-01; Radiography lumbar spine, 2024; not read: reports"; `undefined` where the topic reads no imaging. */
export function nameImaging(imaging: Finding | undefined, { topic, chart }: Judged, voice: Voice): string | undefined {
  const reads = topic.reads.filter(({ resourceType }) => RECORDS_OF_IMAGING.includes(resourceType));
  if (reads.length === 0) return undefined;
  const isComplete = (id: string): boolean => chart.reads.some((read) => read.id === id && read.state === 'complete');
  const titles = (areComplete: boolean): string => reads.filter(({ id }) => isComplete(id) === areComplete).map(({ title }) => title).join(', ');
  const [read, notRead] = [titles(true), titles(false)];
  const studies = imaging?.history ?? [];
  return [
    ...(studies.length > 0 ? [say(voice.words, 'imaging.recorded', { count: studies.length, studies: nameStudies(studies, voice) })] : []),
    ...(studies.length === 0 && read !== '' ? [say(voice.words, 'imaging.none', { reads: read })] : []),
    ...(notRead === '' ? [] : [say(voice.words, 'imaging.notRead', { reads: notRead })]),
  ].join('; ');
}

function nameStudies(studies: readonly Evidence[], { words, escape }: Voice): string {
  const named = studies.slice(0, MAX_STUDIES).map(({ label, date }) => `${escape(label)}, ${date === undefined ? say(words, 'imaging.undated') : escape(showDay(words, date))}`);
  const more = studies.length - named.length;
  return [...named, ...(more > 0 ? [say(words, 'evidence.more', { count: more })] : [])].join('; ');
}
