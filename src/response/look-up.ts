/** Finds what a piece of knowledge names. */
import { KnowledgeError } from '../errors.ts';

/** The entry of that id; knowledge that names one it does not have is an error, never a card with a hole. */
export function lookUp<Entry>(entries: ReadonlyMap<string, Entry>, id: string, kind: string): Entry {
  const entry = entries.get(id);
  if (entry === undefined) throw new KnowledgeError([{ pointer: `#/${kind}/${id}`, message: `there is no ${kind} of this id` }]);
  return entry;
}
