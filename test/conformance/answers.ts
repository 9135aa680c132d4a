/** Every recorded request, asked by every kind of client, at both hooks: the answers that conformance tests look at. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientProfile, RegisteredClient } from '../../src/clients/client.ts';
import type { Topic } from '../../src/decision/topic.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';
import { registered } from '../support/client.ts';
import { post, serve } from '../http/call-service.ts';

export type Json = Readonly<Record<string, any>>;

export interface Answered {
  readonly name: string;
  readonly profile: ClientProfile;
  readonly request: Json;
  readonly status: number;
  readonly body: Json;
  readonly text: string;
}

export const topics: readonly Topic[] = loadTopics(CARDS);
const REQUESTS = join(__dirname, '../../fixtures/requests');
const SERVER = 'https://ehr.example.org/fhir';

/** A registered client with that profile, whose FHIR server is named by `asClient`. */
export function clientOf(profile: ClientProfile): RegisteredClient {
  return registered({ id: profile, iss: profile, profile, fhirServers: [SERVER] });
}

/** The body as that client would send it. */
export function asClient(body: Json): Json {
  const { fhirAuthorization: _, ...rest } = body;
  return { ...rest, fhirServer: SERVER };
}

export const profiles: readonly ClientProfile[] = ['default', 'epic', 'sandbox', 'hooks-1.0'];

export async function answerAll(): Promise<readonly Answered[]> {
  const answered: Answered[] = [];
  for (const profile of profiles) {
    const { app } = serve({ topics, clients: [clientOf(profile)], environment: { PUBLIC_URL: 'https://cds.example.org' } });
    for (const file of readdirSync(REQUESTS)) {
      for (const hook of ['order-select', 'order-sign']) {
        const request = { ...asClient(JSON.parse(readFileSync(join(REQUESTS, file), 'utf8')) as Json), hook };
        const response = await post(request, '/cds-services/imaging-advice', app);
        answered.push({ name: `${file} ${profile} ${hook}`, profile, request, status: response.status, body: response.body as Json, text: response.text });
      }
    }
  }
  return answered;
}

export const cardsOf = ({ body }: Pick<Answered, 'body'>): readonly Json[] => body['cards'] ?? [];
export const suggestionsOf = (answered: Pick<Answered, 'body'>): readonly Json[] => cardsOf(answered).flatMap((card) => card['suggestions'] ?? []);
export const systemActionsOf = ({ body }: Pick<Answered, 'body'>): readonly Json[] => [...(body['systemActions'] ?? []), ...(body['extension']?.systemActions ?? [])];
export const actionsOf = (answered: Pick<Answered, 'body'>): readonly Json[] => [...suggestionsOf(answered).flatMap((suggestion) => suggestion['actions'] ?? []), ...systemActionsOf(answered)];
