/** What is sent without Express's own `json` is what that would have sent. */
import { expect, test } from '@jest/globals';
import express, { type Response } from 'express';
import request from 'supertest';
import { sendJson } from '../../src/http/send-json.ts';

async function answerOf(send: (response: Response) => void) {
  const app = express().disable('x-powered-by').disable('etag').post('/', (_request, response) => send(response.set('Content-Language', 'en')));
  const { status, text, headers: { date, ...headers } } = await request(app).post('/').expect(200);
  return { status, text, headers: Object.entries(headers) };
}

test.each([['no card', { cards: [] }], ['letters beyond ASCII', { cards: [{ summary: 'Größe ≥ 5 – ¿dónde? 🦴' }] }], ['more than Express sends as text', { cards: Array.from({ length: 300 }, (_, index) => ({ summary: `é${index}` })) }]])('%s', async (_, answer) => {
  expect(await answerOf((response) => sendJson(response, answer))).toEqual(await answerOf((response) => void response.json(answer)));
});
