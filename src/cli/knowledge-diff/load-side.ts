/** One version of the knowledge as what decides by it, where it passes its gates. */
import type { Topic } from '../../decision/topic.ts';
import { KnowledgeError } from '../../errors.ts';
import { loadTopics } from '../../knowledge/load-topics.ts';

/** `problem` says why nothing can be decided by it. */
export type LoadedSide = { readonly topics: readonly Topic[]; readonly problem?: undefined } | { readonly topics?: undefined; readonly problem: string };

export function loadSide(folder: string): LoadedSide {
  try {
    return { topics: loadTopics(folder, 'all') };
  } catch (error) {
    // Values are compared all the same; the report says what could not be.
    if (error instanceof KnowledgeError) return { problem: error.message };
    // Knowledge of a much older or newer release may lack what this one takes for granted.
    return { problem: `this release cannot read it (${(error as Error).name}): it may be written for another release` };
  }
}
