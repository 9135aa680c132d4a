/** What FHIRPath in knowledge names. */
import type { TopicFiles } from '../../../knowledge/topic-files.ts';
import { named, type Name } from './definition.ts';

/** Facts, findings, red flags of variants, earlier items and value sets in everything `content` says. */
export function namesInExpressions(files: TopicFiles, content: unknown): readonly Name[] {
  const text = JSON.stringify(content) ?? '';
  const all = (pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map(([, name]) => name!);
  const facts = new Set(files.facts.map(({ name }) => name));
  return [
    ...named('fact', all(/%`?([A-Za-z]\w*)/g).filter((name) => facts.has(name))),
    ...named('finding', all(/%found\.`?(\w+)/g)),
    ...named('variant', all(/\bflags\.`?([\w/-]+)/g)),
    ...named('item', all(/%chosen\.`?([\w-]+)/g)),
    ...named('value set', all(/(?:codedIn|memberOf)\('([^']+)'\)/g)),
  ];
}
