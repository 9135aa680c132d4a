/** The discovery document (CDS Hooks 2.0, Discovery; DISC-1 to DISC-17). */
import type { Topic } from '../decision/topic.ts';
import { KnowledgeError } from '../errors.ts';
import { HOOK_VERSION, hookServices, SPECIFICATION_VERSION, type HookService } from './services.ts';

export interface ServiceDescription extends HookService {
  readonly prefetch?: Readonly<Record<string, string>>;
  readonly usageRequirements?: string;
  readonly version: string;
  readonly hookVersion: string;
}

/** The services with the prefetch the topics need; none where there is no topic (DISC-3). Throws KnowledgeError when topics disagree on a key. */
export function describeServices(topics: readonly Topic[]): { readonly services: readonly ServiceDescription[] } {
  if (topics.length === 0) return { services: [] };
  const prefetch = prefetchOf(topics);
  const usageRequirements = [...new Set(topics.map((topic) => topic.usageRequirements.trim()))].join(' ');
  return {
    services: hookServices.map(({ hook, id, title, description }) => ({
      hook,
      id,
      title,
      description,
      ...(Object.keys(prefetch).length > 0 && { prefetch }),
      ...(usageRequirements !== '' && { usageRequirements }),
      version: SPECIFICATION_VERSION,
      hookVersion: HOOK_VERSION,
    })),
  };
}

/** Each read under its key. Two topics may share a key only with the same query: the client fills it once. */
function prefetchOf(topics: readonly Topic[]): Readonly<Record<string, string>> {
  const queries = new Map<string, string>();
  for (const topic of topics) {
    for (const { id, query } of topic.reads) {
      const known = queries.get(id) ?? query;
      if (known !== query) throw new KnowledgeError([{ pointer: `${topic.id}#/reads/${id}`, message: `another topic asks for "${known}" under this key` }]);
      queries.set(id, query);
    }
  }
  return Object.fromEntries(queries);
}
