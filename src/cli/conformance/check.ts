/** What one requirement came to: the words of every report. */
import { requirements, type Level, type RequirementId } from './requirements.ts';

/** One place where a requirement was not met. It quotes what was asked, never what was answered: that may be about a patient. */
export interface Evidence {
  /** What was asked, in words. */
  readonly call: string;
  readonly status?: number;
  /** RFC 6901, into the body that is at fault. */
  readonly pointer?: string;
  /** What is wrong there. */
  readonly fault: string;
  /** The beginning of the body that this command sent. */
  readonly sent?: string;
}

export interface Check {
  readonly id: RequirementId;
  readonly level: Level;
  readonly text: string;
  /** The service, or the hook, it was looked at for. */
  readonly about: string;
  /** `warn` where what is not met is no SHALL. */
  readonly result: 'pass' | 'fail' | 'warn' | 'skipped';
  /** Why it was skipped. */
  readonly why?: string;
  readonly evidence?: readonly Evidence[];
}

const MOST_EVIDENCE = 5;

/** Met where nothing speaks against it. */
export function judge(id: RequirementId, about: string, evidence: readonly Evidence[]): Check {
  const { level, text } = requirements[id];
  if (evidence.length === 0) return { id, level, text, about, result: 'pass' };
  return { id, level, text, about, result: level === 'SHALL' ? 'fail' : 'warn', evidence: evidence.slice(0, MOST_EVIDENCE) };
}

export function skip(id: RequirementId, about: string, why: string): Check {
  return { id, ...requirements[id], about, result: 'skipped', why };
}
