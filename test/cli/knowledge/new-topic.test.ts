/** `knowledge new-topic`: a topic that passes as it is, is served beside the others, and matches no real chart. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTopics } from '../../../src/knowledge/load-topics.ts';
import { storyRequest } from '../../../src/playground/story-request.ts';
import { postPatiently, serve } from '../../http/call-service.ts';
import { CARDS } from '../../support/app.ts';
import { knowledge, smallKnowledge, type Ran } from '../../support/knowledge-folder.ts';
import { readVignettes, storyOf } from '../../support/vignette.ts';

const folder = mkdtempSync(join(tmpdir(), 'backstop-new-topic-'));
let ran: Ran;
beforeAll(async () => {
  cpSync(CARDS, folder, { recursive: true });
  ran = await knowledge(['new-topic', 'knee-pain', '--knowledge', folder]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('it says what was written and what to do next, with commands that can be run', () => {
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
  expect(ran.lines[0]).toBe(`Wrote 34 files to ${folder}/knee-pain. The topic is a draft: nobody is served it who does not name it.`);
  expect(ran.lines).toContain(`  npm run -s cli -- knowledge check ${folder}`);
  expect(ran.lines.filter((line) => /^\d\. knee-pain\/|^\d\. Delete/.test(line))).toHaveLength(8);
});

test('it has every kind of file that low back pain has, but for numbers and measures, which a topic may do without', () => {
  const kinds = (topic: string): readonly string[] => readdirSync(join(folder, topic)).sort();
  expect(kinds('low-back-pain').filter((name) => !kinds('knee-pain').includes(name))).toEqual(['measures', 'numbers.yaml']);
});

test('nothing of the template is left unfilled', () => {
  const files = readdirSync(join(folder, 'knee-pain'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.filter(({ name, parentPath }) => /TOPIC_[A-Z]/.test(name + readFileSync(join(parentPath, name), 'utf8')))).toEqual([]);
});

test('it passes its gates, its vignettes and their coverage as it is', async () => {
  const [checked, tested, covered] = await Promise.all([knowledge(['check', folder]), knowledge(['test', folder, '--topic', 'knee-pain', '--here']), knowledge(['coverage', folder, '--topic', 'knee-pain'])]);
  expect(checked.lines).toContain(`knee-pain ${new Date().getUTCFullYear()}.1.0: passed every gate`);
  expect(tested.lines).toEqual(['10 vignettes in UTC: all as expected']);
  expect(covered.lines).toEqual(['knee-pain: 28 of 28 reached by 10 vignettes; 0 missing, 0 known gaps']);
  expect([checked.code, tested.code, covered.code]).toEqual([0, 0, 0]);
});

describe('served beside low back pain', () => {
  test('each order gets the card of its own topic, and no patient of low back pain matches anything of the new one', async () => {
    const topics = loadTopics(folder, ['knee-pain', 'low-back-pain']);
    const [knee, back] = topics as [typeof topics[number], typeof topics[number]];
    const { app } = serve({ topics, now: new Date('2026-06-15T12:00:00Z') });
    const summaries = await Promise.all([knee, back].map(async (topic) => {
      const vignette = readVignettes(join(folder, topic.id, 'vignettes')).find(({ id }) => ['KP1', 'T02'].includes(id))!;
      const { text } = await postPatiently(storyRequest(topic, storyOf(topic, vignette), { hook: 'order-sign', hookInstance: crypto.randomUUID() }) as Record<string, unknown>, '/cds-services/imaging-advice-sign', app);
      return (JSON.parse(text) as { cards: { summary: string }[] }).cards[0]!.summary;
    }));
    expect(summaries[0]).toBe('PLACEHOLDER scan: usually not appropriate here (PLACEHOLDER guideline). No red flags recorded. PLACEHOLDER first steps are ready.');
    expect(summaries[1]).toContain('MRI lumbar spine');
    const codes = readVignettes(join(folder, 'low-back-pain/vignettes')).flatMap((vignette) => [...JSON.stringify(vignette).matchAll(/"code":"([^"]+)"/g)].map(([, code]) => code!));
    expect(codes.length).toBeGreaterThan(1_000);
    expect(codes.filter((code) => knee.codes.membership({ code }).included.length > 0)).toEqual([]);
  });
});

describe('what cannot be', () => {
  test('a folder that exists is never touched', async () => {
    const place = join(folder, 'knee-pain/topic.yaml');
    writeFileSync(place, '# mine\n');
    const { code, stderr } = await knowledge(['new-topic', 'knee-pain', '--knowledge', folder]);
    expect([code, readFileSync(place, 'utf8')]).toEqual([2, '# mine\n']);
    expect(stderr).toBe(`${folder}/knee-pain: exists already, and nothing in it was touched. Choose another name, or remove the folder first.\n`);
  });

  test.each(['../knee', 'common'])('%s is no name of a topic', async (name) => {
    const { code, stderr } = await knowledge(['new-topic', name, '--knowledge', folder]);
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`^${name.replaceAll('.', '\\.')}: cannot be the name of a topic\\.`));
  });
});

test('a language that the template does not speak gets the English texts, and passes too', async () => {
  const small = smallKnowledge();
  for (const part of ['words', 'pages']) writeFileSync(join(small, `common/${part}/fr.yaml`), readFileSync(join(small, `common/${part}/en.yaml`), 'utf8').replace(/^language: en/m, 'language: fr').replace(/^locale: .*/m, 'locale: fr'));
  const { code } = await knowledge(['new-topic', 'wrist', '--knowledge', small]);
  const { lines } = await knowledge(['check', small]);
  expect(lines).toHaveLength(2);
  expect(code).toBe(0);
  expect(readFileSync(join(small, 'wrist/messages/fr.yaml'), 'utf8')).toContain('  "problem list": "problem list"\n');
  expect(lines).toContain(`wrist ${new Date().getUTCFullYear()}.1.0: passed every gate`);
  rmSync(small, { recursive: true, force: true });
});
