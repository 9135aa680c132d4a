/** For clients that order services and drugs, but cannot create messages. */
import type { Resource } from '../decision/chart.ts';
import { list, member } from '../decision/concept.ts';

const SHARED = ['subject', 'encounter', 'authoredOn', 'requester', 'reasonCode', 'reasonReference', 'note'];

/** A draft CommunicationRequest as a ServiceRequest: its category is what is ordered, its words are `patientInstruction` (FHIR R4). */
export function communicationAsOrder(message: Resource): Resource {
  const [category] = list(message['category']);
  const words = list(message['payload']).map((part) => member(part, 'contentString')).filter((text) => typeof text === 'string');
  return {
    resourceType: 'ServiceRequest',
    status: 'draft',
    intent: 'proposal',
    ...(category !== undefined && { category: [category], code: category }),
    ...Object.fromEntries(SHARED.filter((name) => message[name] !== undefined).map((name) => [name, message[name]])),
    ...(words.length > 0 && { patientInstruction: words.join('\n\n') }),
  };
}
