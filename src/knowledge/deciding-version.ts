/** The version of a topic with a digest of all a decision reads: one that changes while the other does not is a fault. */
import { createHash } from 'node:crypto';
import { readFiles, type KnowledgeFile } from './read-files.ts';
import type { ValueSetFile } from './topic-files.ts';

export interface DecidingVersion { readonly version: string; readonly digest: string }

/** Ratings, windows, codes, criteria. What cards, pages and leaflets say decides nothing. */
const DECIDING = ['topic', 'facts', 'findings', 'procedures', 'variants', 'advice', 'measure', 'order-set', 'drafts', 'override-reasons', 'value-set', 'lexicon', 'code-systems'];

/** Comments and the layout of files are no part of it, nor who has reviewed them. */
export function decidingVersion(folder: string, topic: string): DecidingVersion {
  const files = readFiles(folder, topic).filter(({ kind }) => DECIDING.includes(kind));
  const { version } = files.find(({ path, kind }) => kind === 'topic' && path.startsWith(`${topic}/`))!.content as { readonly version: string };
  const text = JSON.stringify(files.map((file) => [file.path, decidingPart(file)]));
  return { version, digest: createHash('sha256').update(text).digest('hex').slice(0, 16) };
}

/** Of an expansion its codes: when it was made, and by which server, decides nothing. */
function decidingPart({ content }: KnowledgeFile): unknown {
  const { expansion } = content as Partial<ValueSetFile>;
  const codes = expansion?.contains?.map(({ system, code }) => `${system}|${code}`);
  return { ...content as object, version: undefined, reviewed: undefined, draft: undefined, ...(codes !== undefined && { expansion: codes }) };
}
