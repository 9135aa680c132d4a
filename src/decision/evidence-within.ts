/** The resources of a chart one by one, and what some of them hold inside: parts of an observation, answers of a questionnaire. */
import type { Resource } from './chart.ts';
import { list, member, referenceTo } from './concept.ts';

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
    const components = resource.resourceType === 'Observation' ? list(resource['component']) : [];
    return [{ resource, reference }, ...components.map((component, index) => ({ resource: asObservation(resource, component), reference: `${reference}#component[${index}]` }))];
  });
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
