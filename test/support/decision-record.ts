/** Decisions for tests of the store. */
import type { DecisionRecord } from '../../src/store/decision-record.ts';

export function decisionRecord(changes: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    id: 'd-1', at: '2026-06-15T12:00:00.000Z', client: 'ehr', service: 'imaging-advice', hook: 'order-select', mode: 'live', topic: 'low-back-pain', version: '1.0.0', study: 'MR_WO',
    variant: 'V1', variantKind: 'variant', certainty: 'definite', variantRow: 'acute', rating: 'UNA', advice: 'defer', adviceRow: 'defer-acute', indicator: 'warning', urgency: 'routine',
    findings: [{ code: 'cancer', grade: 'C' }], gaps: [{ read: 'observations', state: 'absent', hidesRedFlags: true }], wouldChange: [{ finding: 'cancer', ifPresent: { scenario: 'V7', category: 'UA' }, ifAbsent: { scenario: 'V1', category: 'UNA' } }],
    explanation: { findings: [{ code: 'cancer', title: 'Cancer' }] },
    cards: [{ uuid: 'card-1', template: 'defer', indicator: 'warning', suggestions: [{ uuid: 's-1', kind: 'orderSet' }] }],
    requester: 'Practitioner/d1', patient: 'p1', order: 'ServiceRequest/o1', latencyMs: 1.5, ...changes,
  };
}
