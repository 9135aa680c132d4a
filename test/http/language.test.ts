/** The language of a client: what it gets, what decides it, and what is kept in English all the same. */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';
import { registered } from '../support/client.ts';
import { serve } from './call-service.ts';

const topics = loadTopics(CARDS);
const fixture = (name: string) => JSON.parse(readFileSync(join(__dirname, `../../fixtures/requests/${name}.json`), 'utf8')) as Record<string, any>;
const ISS = 'https://ehr.example.org';
const token = `Bearer e30.${Buffer.from(JSON.stringify({ iss: ISS })).toString('base64url')}.x`;

async function ask(language: string | undefined, headers: Readonly<Record<string, string>> = {}, name = 'acute-low-back-pain', changes: Readonly<Record<string, unknown>> = {}) {
  const { app } = serve({ topics, clients: [registered({ iss: ISS, ...(language !== undefined && { language }) })] });
  const { body, status } = await request(app).post('/cds-services/imaging-advice').set({ Authorization: token, ...headers }).send({ ...fixture(name), ...changes });
  return { app, status, cards: body.cards as any[] };
}

describe('a client whose users read Spanish', () => {
  test('gets its card, buttons, reasons, links and drafts in Spanish', async () => {
    const { cards: [card], status } = await ask('es');
    expect(status).toBe(200);
    expect(card.summary).toBe('RM de columna lumbar sin contraste IV: aún usualmente no apropiada (ACR). Sin signos de alarma registrados. Tratamiento conservador listo.');
    expect(card.detail).toContain('Duración: aguda (3 días)');
    expect(card.detail).toContain('Reevalúe entre el 13 de julio de 2026 y el 27 de julio de 2026');
    expect(card.source).toMatchObject({ label: 'ACR Appropriateness Criteria, Low Back Pain: 2021 Update', topic: { code: 'LowBackPain', display: 'Imagen en el dolor lumbar' } });
    expect(card.suggestions.map(({ label }: any) => label)).toEqual(['Solicitar tratamiento conservador en su lugar', 'Anular solo la prueba']);
    expect(card.suggestions[0].actions.map(({ description }: any) => description)).toEqual(['Anular RM de columna lumbar sin contraste IV', 'Añadir consejo de mantenerse activo', 'Añadir calor superficial', 'Añadir derivación a fisioterapia', 'Añadir reevaluación en 4 a 6 semanas', 'Añadir señales para volver a consulta']);
    expect(card.overrideReasons[0]).toMatchObject({ code: 'red-flag-not-in-chart', display: 'Signo de alarma encontrado hoy, aún no en la historia' });
    expect(card.links.map(({ label }: any) => label)).toEqual(['¿Por qué esta tarjeta?', 'Folleto para el paciente', 'Criterios ACR: dolor lumbar, 2021 (en inglés)', 'ACP 2017: tratamiento del dolor lumbar (en inglés)', 'Hallazgos de columna en personas sin dolor (2015, en inglés)']);
  });

  test('its link to the reasons opens in Spanish; that of a client that says nothing, or English, has no language in it', async () => {
    const why = async (language: string | undefined): Promise<string> => (await ask(language)).cards[0].links[0].url;
    expect(await why('es-MX')).toMatch(/\/explain\/[\w-]+\?lang=es$/);
    for (const language of [undefined, 'en']) expect(await why(language)).toMatch(/\/explain\/[\w-]+$/);
  });

  test('sees the words of the chart as they stand', async () => {
    const { cards: [card] } = await ask('es', {}, 'cauda-equina');
    expect(card.indicator).toBe('critical');
    expect(card.summary).toMatch(/^Posible síndrome de cauda equina \(Saddle anesthesia, 14 de junio de 2026\): RM lumbar y valoración quirúrgica ya\./);
  });

  test('gets no word about a patient who speaks Spanish, and one about a patient who speaks English', async () => {
    const noted = async (code: string): Promise<unknown> => {
      const prefetch = fixture('acute-low-back-pain')['prefetch'];
      const communication = [{ language: { coding: [{ code }] } }];
      const { cards: [card] } = await ask('es', {}, 'acute-low-back-pain', { prefetch: { ...prefetch, patient: { ...prefetch.patient, communication } } });
      return card.suggestions[0].actions[1].resource.note;
    };
    expect(await noted('es-MX')).toBeUndefined();
    expect(await noted('en')).toEqual([{ text: 'Idioma preferido: en. Por favor transmita esto en ese idioma.' }]);
  });

  test('is remembered in English, and explained so to programs: pages over many clients read alike', async () => {
    const { app, cards: [card] } = await ask('es');
    const { decisions: [decision] } = (await request(app).get(`/explain/${card.uuid}`)).body;
    expect(decision.study.title).toBe('MRI lumbar spine without IV contrast');
    expect(decision.findings.map(({ title }: any) => title)).toContain('Duration');
    expect(decision.cards[0].suggestions.map(({ kind }: any) => kind)).toEqual(['orderSet', 'remove']);
  });
});

describe('what decides', () => {
  const startOf = async (language: string | undefined, headers?: Readonly<Record<string, string>>): Promise<string> => (await ask(language, headers)).cards[0].summary.slice(0, 3);

  test.each([['es', 'RM '], ['es-MX', 'RM '], ['en', 'MRI'], [undefined, 'MRI']])('a client set to %s', async (language, start) => {
    expect(await startOf(language)).toBe(start);
  });

  test('Accept-Language does not: a browser or a server library sends it, not the people who read the card', async () => {
    expect(await startOf(undefined, { 'Accept-Language': 'es' })).toBe('MRI');
    expect(await startOf('es', { 'Accept-Language': 'en' })).toBe('RM ');
  });
});
