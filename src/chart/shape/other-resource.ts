/** Every other resource type: only what all of them share is put right, and its own name stays. */
import type { Form } from './form.ts';

export const otherResource: Omit<Form, 'type'> = { elements: { extension: 'objects', note: 'notes' }, renamed: {} };
