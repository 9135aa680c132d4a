/** The resources of a chart one by one, and what some of them hold inside: parts of an observation, answers of a questionnaire. */
import type { Resource } from './chart.ts';
import { list, member, referenceTo } from './concept.ts';
import { FINAL_OBSERVATION, VOID_VISIT } from './dated.ts';

/** A resource, or a part that is read like one, and how to refer to it (`Observation/1#component[0]`). */
export interface Piece {
  readonly resource: Resource;
  readonly reference: string;
}

const ANSWER_STATUS: Readonly<Record<string, string>> = { completed: 'final', amended: 'amended', 'in-progress': 'preliminary', stopped: 'preliminary' };

/** Every piece of evidence the resources hold. Components and answers are read as observations of their own. */
export function evidenceWithin(resources: readonly Resource[]): readonly Piece[] {
  return resources.flatMap((resource): readonly Piece[] => {
    const reference = referenceTo(resource);
    if (resource.resourceType === 'QuestionnaireResponse') return answersIn(resource, reference);
    if (resource.resourceType === 'Encounter') return [{ resource, reference }, ...reasonsOf(resource, reference)];
    if (resource.resourceType === 'DiagnosticReport') return [{ resource, reference }, ...diagnosesOf(resource, reference)];
    const components = resource.resourceType === 'Observation' ? list(resource['component']) : [];
    return [{ resource, reference }, ...components.map((component, index) => ({ resource: asObservation(resource, component), reference: `${reference}#component[${index}]` }))];
  });
}

/** What a visit was for, as a diagnosis of that visit: its reasons, and diagnoses that it names by their display (FHIR R4 Encounter.reasonCode, .diagnosis.condition). */
function reasonsOf(visit: Resource, reference: string): readonly Piece[] {
  if (VOID_VISIT.includes(String(visit['status']))) return [];
  const day = member(visit['period'], 'start');
  const asProblem = (code: unknown): Resource => ({ resourceType: 'Condition', code, category: [{ coding: [{ code: 'encounter-diagnosis' }] }], ...(typeof day === 'string' && { recordedDate: day }) });
  const named = list(visit['diagnosis']).map((diagnosis) => member(member(diagnosis, 'condition'), 'display'));
  return [
    ...list(visit['reasonCode']).map((code, index) => ({ resource: asProblem(code), reference: `${reference}#reasonCode[${index}]` })),
    ...named.flatMap((display, index) => (typeof display === 'string' ? [{ resource: asProblem({ text: display }), reference: `${reference}#diagnosis[${index}]` }] : [])),
  ];
}

/** What a report concludes in codes, as a diagnosis of its day: suspected while the report is not final (FHIR R4 DiagnosticReport.conclusionCode). */
function diagnosesOf(report: Resource, reference: string): readonly Piece[] {
  const status = String(report['status'] ?? 'final');
  if (status === 'entered-in-error' || status === 'cancelled') return [];
  const day = report['effectiveDateTime'] ?? member(report['effectivePeriod'], 'start') ?? report['issued'];
  const verificationStatus = { coding: [{ code: FINAL_OBSERVATION.includes(status) ? 'confirmed' : 'provisional' }] };
  return list(report['conclusionCode']).map((code, index) => ({
    resource: { resourceType: 'Condition', code, verificationStatus, category: [{ coding: [{ code: 'encounter-diagnosis' }] }], ...(typeof day === 'string' && { recordedDate: day }) },
    reference: `${reference}#conclusionCode[${index}]`,
  }));
}

/** FHIR R4 Observation.component: status, subject and time are those of the whole. */
function asObservation(whole: Resource, component: unknown): Resource {
  const { component: _parts, id: _id, code: _code, ...shared } = whole;
  const common = Object.fromEntries(Object.entries(shared).filter(([name]) => !name.startsWith('value')));
  return { ...common, ...(component as object) } as Resource;
}

/** FHIR R4 QuestionnaireResponse.item: the question is the code, the answer the value. */
function answersIn(response: Resource, reference: string): readonly Piece[] {
  const status = ANSWER_STATUS[String(response['status'] ?? 'completed')] ?? 'entered-in-error';
  return itemsOf(response).flatMap((item) => list(member(item, 'answer')).map((answer, index) => {
    const coding = member(answer, 'valueCoding');
    const values = Object.fromEntries(Object.entries(answer as object).filter(([name]) => name.startsWith('value') && name !== 'valueCoding'));
    return {
      resource: {
        resourceType: 'Observation', status, code: { text: member(item, 'text') ?? member(item, 'linkId') }, effectiveDateTime: response['authored'],
        ...values, ...(coding !== undefined && { valueCodeableConcept: { coding: [coding] } }),
      },
      reference: `${reference}#${String(member(item, 'linkId') ?? 'item')}[${index}]`,
    };
  }));
}

function itemsOf(node: unknown): readonly unknown[] {
  return [...list(member(node, 'item')), ...list(member(node, 'answer'))].flatMap((item) => [item, ...itemsOf(item)]);
}
