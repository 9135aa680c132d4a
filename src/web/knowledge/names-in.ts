/** Which facts, findings and items a piece of knowledge refers to: by a reference or in an expression, never by a word of its text. */

/** Members that hold text for people, or names of something else. */
const TEXT = ['code', 'title', 'source', 'note', 'family', 'because', 'unit', 'words', 'phrase', 'draft', 'id', 'at', 'answer', 'unknown', 'leadsTo'];

/** Whole values (`fact: cancer`), and what expressions name (`%cancer`, `%found.cancer`). */
export function namesIn(value: unknown): ReadonlySet<string> {
  if (typeof value === 'string') return new Set([value, ...[...value.matchAll(/%(?:found\.)?`?([\w-]+)/g)].map(([, name]) => name!)]);
  if (Array.isArray(value)) return new Set(value.flatMap((each) => [...namesIn(each)]));
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(Object.entries(value).filter(([key, each]) => !TEXT.includes(key) || (key === 'because' && Array.isArray(each))).flatMap(([, each]) => [...namesIn(each)]));
}
