/** The body of a page that explains decisions, whatever they were. */
import { describe, expect, test } from '@jest/globals';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import type { DecisionRecord } from '../../src/store/decision-record.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { explanationOf } from '../../src/web/explanation-of.ts';
import { recordedIn } from '../../src/web/recorded.ts';
import { tellIn } from '../../src/web/tell.ts';
import { CARDS } from '../support/app.ts';
import { decisionRecord } from '../support/decision-record.ts';

const { pages } = loadTopics(CARDS)[0]!;

/** The text of it, as it is for a decision that was kept. */
async function explained(changes: Partial<DecisionRecord>, explainPath = '.'): Promise<string> {
  const store = createMemoryStore();
  store.addDecisions([decisionRecord({ explanation: {}, ...changes })]);
  return explanationOf([(await store.findDecision('d-1'))!], { tell: tellIn(pages), recorded: recordedIn([], 'en'), addressOf: (card) => `${explainPath}/${card}` }).html;
}

describe('explanationOf', () => {
  test('a decision without a card is explained too', async () => {
    const text = await explained({ cards: [], advice: 'silent', variantKind: 'none', variant: 'NONE' });
    expect(text).toContain('Nothing had to be said.');
    expect(text).toContain('No card was shown.');
  });

  test('shadow mode says that nobody saw it', async () => {
    expect(await explained({ cards: [], mode: 'shadow' })).toContain('No card was shown: the client only watches (shadow mode).');
  });

  test('without a rating it says so, and names the criteria that apply', async () => {
    const { rating: _, ...unrated } = decisionRecord();
    const text = await explained({ ...unrated, advice: 'route', variantKind: 'route', variant: 'R', explanation: { scenarios: { R: { title: 'Another topic' } } } });
    expect(text).toContain('Not rated');
    expect(text).toContain('because of: Another topic');
  });

  test('it never says that there are no red flags, only that none is recorded', async () => {
    const text = await explained({ explanation: { findings: [], gaps: [{ read: 'x', title: 'notes', state: 'failed', hidesRedFlags: true, hides: ['Fever', 'Numbness'] }] } });
    expect(text).toContain('No red flags recorded in what was looked at.');
    expect(text).toContain('Some may stand in what could not be read: notes.');
    expect(text).toContain('Not read: notes</strong> (could not be read)');
    expect(text).toContain('2 red flags could stand there unseen');
    expect(text.replace(/no red flags? (?:recorded|is looked for)/gi, '')).not.toMatch(/no red flag/i);
  });

  test('a variant that is merely possible is called so beside the rating, with what would hold otherwise', async () => {
    const text = await explained({ variant: 'V7', certainty: 'possible', rating: 'UA', explanation: { rating: { category: 'UA', baseCategory: 'UNA', radiation: 'O', dose: '0 mSv', better: [] }, variant: { base: 'V1', alternatives: [] }, scenarios: { V7: { title: 'Suspected', number: '7' }, V1: { title: 'Acute', number: '1' } } } });
    expect(text).toContain('variant 7: Suspected <span class="quiet">(possible; without the weak signs variant 1, usually not appropriate)</span>');
  });

  test('answers are words: one of several, and such as are not documented', async () => {
    const text = await explained({ explanation: { findings: [{ code: 'a', title: 'Duration', answer: 'subacute|chronic' }, { code: 'b', title: 'Candidate', answer: 'notDocumented' }] } });
    expect(text).toContain('<dt>Duration</dt><dd>subacute or chronic');
    expect(text).toContain('<dt>Candidate</dt><dd>not documented');
  });

  test('the same fact seen three times is one line', async () => {
    const seen = { fact: 'fever', title: 'fever', origin: 'code', grade: 'A' };
    const text = await explained({ explanation: { findings: [{ code: 'fever', title: 'Fever', grade: 'A', leadsTo: 'V7', evidence: [seen, seen, seen] }], scenarios: { V7: { title: 'Suspected', number: '7' } } } });
    expect(text.match(/<li>fever, by a code/g)).toHaveLength(1);
    expect(text).toContain('3 times');
    expect(text).toContain('leads to variant 7');
  });

  test('nothing that was kept becomes markup, or a link that is not https', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    const text = await explained({ variantRow: evil, explanation: { topic: { title: evil, source: { label: 'Source', url: 'javascript:alert(1)' } }, study: { title: evil }, findings: [{ code: 'a', title: evil, answer: evil, source: { label: evil, url: 'https://example.org/"><script>' } }], looked: [evil] } });
    expect(text).not.toMatch(/<img|<script|javascript:/);
    expect(text).toContain('&lt;img');
  });

  test('cards are linked where the page says they are explained', async () => {
    expect(await explained({})).toContain('href="./card-1"');
    expect(await explained({}, '../explain')).toContain('href="../explain/card-1"');
  });
});
