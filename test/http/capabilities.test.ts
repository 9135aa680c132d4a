/** What a client's own capabilities and mode change, with the real knowledge. */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RegisteredClient } from '../../src/clients/client.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';
import { registered } from '../support/client.ts';
import { post, serve } from './call-service.ts';

const topics = loadTopics(CARDS);
const body = JSON.parse(readFileSync(join(__dirname, '../../fixtures/requests/acute-low-back-pain.json'), 'utf8'));
const FHIR = 'https://ehr.example.org/fhir';

async function ask(changes: Partial<RegisteredClient>) {
  const client = registered({ fhirServers: [FHIR], ...changes });
  const { app, lines } = serve({ topics, clients: [client] });
  const { body: answer } = await post({ ...body, fhirServer: FHIR }, '/cds-services/imaging-advice', app);
  return { answer, line: lines.at(-1) as Record<string, any> };
}

describe('capabilities of a client', () => {
  test.each([['root', true, false], ['extension', false, true], ['both', true, true], ['none', false, false]] as const)('SYS-2 SYS-3 ratings go to %s', async (systemActions, root, extension) => {
    const { answer } = await ask({ capabilities: { systemActions } });
    expect([answer.systemActions !== undefined, answer.extension?.systemActions !== undefined]).toEqual([root, extension]);
  });

  test('CARD-10 the selection behaviour is the client\'s', async () => {
    expect((await ask({ capabilities: { selectionBehavior: 'any' } })).answer.cards[0].selectionBehavior).toBe('any');
    expect((await ask({})).answer.cards[0].selectionBehavior).toBe('at-most-one');
  });

  test('CARD-3 a client that shows Markdown as it is written gets plain text', async () => {
    const { answer } = await ask({ capabilities: { detail: 'text' } });
    const { answer: markdown } = await ask({});
    expect(answer.cards[0].detail).not.toMatch(/\*\*|^- |\\/m);
    expect(answer.cards[0].detail).toMatch(/^• Duration/m);
    expect(answer.cards[0].detail.replaceAll('• ', '- ')).toBe(markdown.cards[0].detail.replaceAll('**', '').replace(/\\/g, ''));
    expect(answer.cards[0].extension).not.toHaveProperty(['com.epic.cdshooks.card.detail.content-type']);
  });

  test('CARD-3 Epic is told when a detail is plain text', async () => {
    expect((await ask({ profile: 'epic', capabilities: { detail: 'text' } })).answer.cards[0].extension['com.epic.cdshooks.card.detail.content-type']).toBe('text/plain');
    expect((await ask({ profile: 'epic' })).answer.cards[0].extension).not.toHaveProperty(['com.epic.cdshooks.card.detail.content-type']);
  });

  test('TEN-1 two clients, two behaviours, in one process', async () => {
    const [epic, old] = [await ask({ profile: 'epic' }), await ask({ profile: 'hooks-1.0' })];
    expect(epic.answer.cards[0].suggestions.every(({ actions }: { actions: object[] }) => actions.length === 1)).toBe(true);
    expect(old.answer.cards[0].suggestions[0].actions[0]).toMatchObject({ type: 'delete', resource: expect.stringMatching(/^ServiceRequest\//) });
  });

  test('a client in shadow mode is judged, logged and left alone', async () => {
    const { answer, line } = await ask({ mode: 'shadow' });
    expect(answer).toEqual({ cards: [] });
    expect(line).toMatchObject({ client: 'ehr', shadow: true, cards: 2, orders: [{ rating: 'UNA' }] });
  });
});
