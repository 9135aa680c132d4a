/** Free text of real orders: what counts, and what is denied, hedged or about somebody else. */
import { findPhrases } from '../../src/decision/phrases.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';

const [topic] = loadTopics(CARDS);
const phrases = topic!.facts.flatMap((fact) => fact.phrases);
const found = (text: string): readonly string[] => findPhrases(text, phrases, topic!.lexicon).map(({ phrase }) => phrase);

test.each([
  ['LBP, saddle numbness since yesterday', 'saddleNumbness'],
  ['no relief from NSAIDs and now saddle numbness', 'saddleNumbness'],
  ['does not walk well due to new foot drop', 'severeLegDeficit'],
  ['no fever, new urinary incontinence', 'lossOfContinence'],
  ['MRI without contrast, r/o mets', 'cancerSuspicion'],
  ['h/o breast ca', 'cancerHistorySaid'],
  ['strength 3/5 left ankle', 'severeLegDeficit'],
])('%s: %s', (text, phrase) => {
  expect(found(text)).toContain(phrase);
});

test.each([
  ['denies saddle numbness or incontinence', 'saddleNumbness'],
  ['denies fever, chills, or weight loss', 'weightLoss'],
  ['no hx of ca', 'cancerHistorySaid'],
  ['mother had breast cancer', 'cancerHistorySaid'],
  ['mets ruled out', 'cancer'],
  ['return if fever or foot drop', 'severeLegDeficit'],
  ['seen 3/5/2026', 'severeLegDeficit'],
  ['prostate normal', 'cancerSuspicion'],
])('%s is not %s', (text, phrase) => {
  expect(found(text)).not.toContain(phrase);
});
