/** `backstop knowledge …`: what those ask who write knowledge, or sign it. */
import type { Command } from 'commander';
import { addDiff, type DiffSurroundings } from './knowledge-diff.ts';
import { addExpand, type ExpandSurroundings } from './knowledge-expand.ts';

export type KnowledgeSurroundings = DiffSurroundings & ExpandSurroundings;

export function addKnowledge(program: Command, surroundings: KnowledgeSurroundings): void {
  const knowledge = program.command('knowledge').description('looks at the knowledge itself: for authors and for those who sign it');
  addDiff(knowledge, surroundings);
  addExpand(knowledge, surroundings);
}
