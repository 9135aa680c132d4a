/** CARD-3: whatever a chart says, a card keeps its shape. */
import fc from 'fast-check';
import { writeResponse } from '../../src/response/write-response.ts';
import type { Card } from '../../src/response/cds-response.ts';
import { checkResponse } from '../support/check-response.ts';
import { judge, optionsFor } from '../support/judged-order.ts';

const CORPUS = [
  '<script>alert(1)</script>', '"><svg/onload=alert(1)>', '[x](javascript:alert(1))', '![x](https://t.example/p.png)', 'a\n\n# Heading\n\n- item', '| a | b |\n|---|---|',
  '```\ncode', '{{study}}', '{{?x}}', '<!-- -->', '&#60;b&#62;', 'https://evil.example', 'www.evil.example', '\u202Etxt.exe', '$&$1$`', '__proto__', '\\', '~~x~~', '&lt;b&gt;',
];

function cardWith(label: string): Card {
  const evidence = { fact: 'cancer', reference: `Condition/${label}`, label, date: label, origin: 'code' as const, note: label };
  const judged = judge('xr', 'XR', 'V7', 'MBA-D', 'better-study', {
    priority: label,
    advice: { row: 'r', kind: 'replace', indicator: 'info', card: 'better-study', orderSets: [] },
    findings: [
      { code: 'cancer', title: 'Cancer', grade: 'A', leadsTo: 'V7', because: [evidence], notes: [label] },
      { code: 'diabetes', title: 'Diabetes', grade: 'C', because: [evidence] },
    ],
    urgency: 'urgent',
  });
  const response = writeResponse([judged], optionsFor('sandbox'));
  // Words that look like a token are words: they stay.
  const problems = checkResponse(response, { orders: ['ServiceRequest/xr'] }).filter((problem) => !problem.startsWith('template token'));
  expect(problems).toEqual([]);
  return response.cards[0]!;
}

function shape(card: Card): readonly string[] {
  return card.detail!.split('\n').map((line) => line.slice(0, 2));
}

const benign = shape(cardWith('Breast cancer'));

test.each(CORPUS)('%j adds no line, no markup and no link', (label) => {
  const { detail, summary } = cardWith(label);
  expect(shape({ ...cardWith(label) })).toEqual(benign);
  expect(detail).not.toMatch(/<|[^\\]\]\(|(?<!\\:)\/\/evil|[^\\]!\[/);
  expect(summary).not.toMatch(/[<>\n]/);
});

test('any text at all keeps the shape of the card', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
    expect(shape(cardWith(`x${text}`))).toEqual(benign);
  }), { numRuns: 300 });
});
