/** README's request gives README's answer, whatever the day. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import supertest from 'supertest';
import { testApp } from '../support/app.ts';

const ROOT = join(__dirname, '../..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

test.each([new Date(), new Date('2026-06-15T12:00:00Z'), new Date('2031-02-28T23:59:59Z')])('README example on %s', async (now) => {
  const [, file, path] = /--data @(\S+) http:\/\/localhost:3000(\S+)/.exec(readme)!;
  const shown = JSON.parse(/```json\n([\s\S]*?)```/.exec(readme)![1]!) as object;
  const answer = await supertest(testApp(now)).post(path!).set('Content-Type', 'application/json').send(readFileSync(join(ROOT, file!), 'utf8'));
  expect(answer.status).toBe(200);
  expect(answer.body.cards.map(({ indicator }: { indicator: string }) => indicator)).toEqual(['warning', 'info']);
  expect(answer.body.cards[0]).toMatchObject(shown);
});

test.each(['README.md', 'docs/runbook.md'])('TOK-11 %s lists exactly the prefetch templates of discovery', async (file) => {
  const { body } = await supertest(testApp()).get('/cds-services');
  const rows = [...readFileSync(join(ROOT, file), 'utf8').matchAll(/^\| `(\w+)` \| `([^`]+\{\{[^`]+)` \|$/gm)].map(([, key, query]) => [key, query]);
  for (const service of body.services) expect(Object.entries(service.prefetch)).toEqual(rows);
});
