/** Every other resource type: only what all of them share is put right. */
import type { Form } from './form.ts';

/** The form of a type that has none of its own; its own name stays. */
export function otherResource(type: string): Form {
  return { ...shared, type };
}

const shared = { elements: { extension: 'objects', note: 'notes' }, renamed: {} } as const;
