import { expect, test } from '@jest/globals';
import type { Evidence, Finding } from '../../src/decision/decision.ts';
import { escapeMarkdown } from '../../src/response/escape.ts';
import { listFindings } from '../../src/response/name-evidence.ts';
import { readWords } from '../support/words.ts';

const evidence = (reference: string, changes: Partial<Evidence> = {}): Evidence => ({ fact: 'caudaEquina', reference, label: 'Cauda equina syndrome', date: '2026-06-15', origin: 'order', ...changes });
const listed = (...because: readonly Evidence[]): string => listFindings([{ code: 'CES', title: 'Cauda equina', grade: 'A', because } as unknown as Finding], { escape: escapeMarkdown, words: readWords('en') });

test('the same words in two places of one resource are said once', () => {
  expect(listed(evidence('ServiceRequest/o1#reason'), evidence('ServiceRequest/o1#reasonCode'))).toBe('- Cauda equina: Cauda equina syndrome, 2026-06-15 (ServiceRequest/o1\\#reason)');
});

test('the same words in two resources, of another day or with a remark are said twice', () => {
  expect(listed(evidence('Condition/c1'), evidence('Condition/c2')).split(';')).toHaveLength(2);
  expect(listed(evidence('Condition/c1'), evidence('Condition/c1', { date: '2026-06-14' })).split(';')).toHaveLength(2);
  expect(listed(evidence('Condition/c1'), evidence('Condition/c1', { note: 'before the pain' })).split(';')).toHaveLength(2);
});
