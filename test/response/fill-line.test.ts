/** The template language of cards. */
import { fillDetail, fillTextDetail } from '../../src/response/fill-detail.ts';
import { fillLine, tokensIn, valuesIn } from '../../src/response/fill-line.ts';
import { fillSummary } from '../../src/response/fill-summary.ts';

const values = valuesIn({ study: 'XR', asOf: '2026-06-15', 'indication=probable': '', 'fever.because': 'Fever' });

test.each([
  ['{{study}} now', 'XR now'],
  ['{{asOf+28}}', '2026-07-13'],
  ['{{ asOf + 1 }}', '2026-06-16'],
  ['{{?indication=probable}}inferred', 'inferred'],
  ['{{?study}}known', 'known'],
  ['{{fever.because}}', 'Fever'],
  ['no token', 'no token'],
])('fills %j', (line, expected) => {
  expect(fillLine(line, values)).toBe(expected);
});

test.each(['{{missing}}', '{{study}} {{missing}}', '{{?missing}}x', '{{?indication=explicit}}x', '{{toString}}', '{{indication=probable}}'])('leaves out %j', (line) => {
  expect(fillLine(line, values)).toBeUndefined();
});

test('a value is never read as a template', () => {
  expect(fillLine('{{a}}', valuesIn({ a: '{{b}} $& $1', b: 'secret' }))).toBe('{{b}} $& $1');
});

test('a body loses the lines without a value and keeps one blank line between paragraphs', () => {
  expect(fillDetail('{{study}}\n\n{{missing}}\n\n- {{study}}\n- {{missing}}\n', values)).toBe('XR\n\n- XR');
  expect(fillDetail('{{missing}}', values)).toBeUndefined();
});

test('CARD-3: a list after a list stays a list of its own, by another bullet', () => {
  const template = '**Recorded:**\n\n- one\n- two\n\n- {{study}}\n- {{missing}}\n\n- three\n\nWords\n\n- four\n';
  expect(fillDetail(template, values)).toBe('**Recorded:**\n\n- one\n- two\n\n* XR\n\n- three\n\nWords\n\n- four');
  expect(fillTextDetail(template, values)).toBe('Recorded:\n\n• one\n• two\n\n• XR\n\n• three\n\nWords\n\n• four');
});

test('CARD-2: the first headline that has its values and fits is shown', () => {
  expect(fillSummary(['{{missing}}', `${'x'.repeat(138)}{{study}}`, `${'y'.repeat(137)}{{study}}`], values)).toBe(`${'y'.repeat(137)}XR`);
});

test('CARD-2: where none fits the last is cut', () => {
  expect(fillSummary([`a${' word'.repeat(60)}`], values)).toBe(`a${' word'.repeat(27)}…`);
});

test('the names a template asks for can be listed', () => {
  expect(tokensIn('{{study}} {{?a=b}} {{asOf+28}}')).toEqual(['study', 'a=b', 'asOf']);
});
