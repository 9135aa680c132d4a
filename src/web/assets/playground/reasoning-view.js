/** From the order to the rating: what was found, where, how it is graded, and what would change it; each finding with a switch. */
import { button, choice, element } from './dom.js';

export const RATINGS = { UNA: 'usually not appropriate', MBA: 'may be appropriate', 'MBA-D': 'may be appropriate (panel disagreed)', UA: 'usually appropriate' };
const GRADES = { A: 'decisive', B: 'indirect or weak', C: 'mentioned, never decisive' };
const GAPS = { absent: 'was not sent', failed: 'could not be read', incomplete: 'was read only in part' };
const ADVICE = { silent: 'Say nothing.', defer: 'Hold the study back for now, and offer other care.', replace: 'Order a study that fits better.', expedite: 'Do not wait: something recorded may be urgent.', discuss: 'What is recorded allows two readings.', ask: 'Something has to be known first.', route: 'Other criteria apply.' };
const MOST_EVIDENCE = 4;

/** One decision. `assume` are the findings set by hand, `onAssume(code, value)` sets one; `undefined` takes it back. */
export function reasoningView(decision, topic, { assume, onAssume }) {
  const { study, scenario, rating, findings, gaps, advice } = decision;
  const definitionOf = (code) => topic.findings.find((each) => each.code === code) ?? {};
  const flags = findings.filter(({ leadsTo }) => leadsTo !== undefined);
  // A question answered by nothing in the chart matters only where the card asks it.
  const isTelling = ({ code, answer, because }) => answer !== undefined && (because.length > 0 || assume[code] !== undefined || answer !== 'no' && topic.questions.some(({ finding }) => finding === code));
  const answers = findings.filter(isTelling);
  const others = findings.filter((finding) => finding.leadsTo === undefined && !isTelling(finding));
  const removed = Object.keys(assume).filter((code) => assume[code] === 'absent' && !findings.some((finding) => finding.code === code)).map((code) => ({ ...definitionOf(code), because: [] }));
  const row = (finding) => findingRow(finding, definitionOf(finding.code), topic, assume, onAssume);
  const more = topic.findings.filter(({ code, leadsTo }) => leadsTo !== undefined && !findings.some((finding) => finding.code === code) && assume[code] === undefined);
  return [
    element('div', { className: 'verdict' },
      element('p', { className: 'quiet small' }, `${study.title}${study.isContrastOpen ? ' (contrast left open)' : ''}, in ${nameOf(topic, scenario.id)}${scenario.certainty ? `, ${scenario.certainty}` : ''}`),
      element('p', {}, element('span', { className: `badge badge-${rating?.category ?? 'none'}` }, rating === undefined ? 'not rated' : RATINGS[rating.category])),
      element('p', { className: 'small' }, ADVICE[advice.kind]),
      element('p', { className: 'quiet small' }, `Row ${scenario.row} of variants.yaml, ${advice.row} of advice.yaml`)),
    element('h3', {}, 'Red flags recorded'),
    flags.length + removed.length === 0 ? element('p', { className: 'quiet' }, gaps.some(({ hidesRedFlags }) => hidesRedFlags) ? 'None recorded in what could be read.' : 'None recorded.') : [...flags, ...removed].map(row),
    more.length > 0 && choice('What if there were', [['', 'a red flag …'], ...more.map(({ code, title }) => [code, title])], '', (code) => code !== '' && onAssume(code, 'A')),
    changesView(decision, topic, onAssume, assume),
    element('h3', {}, 'Questions answered from the chart'), answers.map(row),
    gaps.length > 0 && [element('h3', {}, 'Not read'), element('ul', { className: 'gaps' }, gaps.map(({ title, state, reason, hidesRedFlags }) => element('li', {}, `The ${title} ${GAPS[state]}${reason ? `: ${reason}` : ''}${hidesRedFlags ? '. Red flags may stand there.' : ''}`)))],
    others.length > 0 && element('details', { className: 'fold' }, element('summary', {}, `Also noted (${others.length})`), others.map(row)),
  ];
}

export function nameOf(topic, id) {
  const { title = id, number } = topic.scenarios[id] ?? {};
  return number === undefined ? title : `variant ${number}: ${title}`;
}

/** `notDocumented` and `acute|subacute` as people say them. */
const plain = (answer) => answer.replaceAll('|', ' or ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function findingRow({ code, title, grade, answer, because = [], notes = [] }, { leadsTo, kind, assumable }, topic, assume, onAssume) {
  const choices = assumable ?? (kind === 'graded' ? topic.grades : []);
  const isAssumed = assume[code] !== undefined;
  const shown = because.filter(({ note }) => note !== 'assumed');
  const value = isAssumed ? assume[code] : '';
  const words = (each) => (kind === 'graded' ? { A: 'present (A)', B: 'indirect (B)', C: 'mentioned (C)', absent: 'absent' }[each] : plain(each));
  return element('div', { className: `finding${grade === undefined || leadsTo === undefined ? '' : ` finding-${grade}`}${isAssumed ? ' assumed' : ''}` },
    element('p', {}, grade !== undefined && element('span', { className: `grade grade-${grade}`, title: GRADES[grade] }, grade), element('strong', {}, title), answer === undefined ? '' : `: ${plain(answer)}`,
      grade !== undefined && leadsTo !== undefined && element('span', { className: 'quiet small' }, ` ${GRADES[grade]}; leads to ${shortName(topic, leadsTo)}`)),
    shown.length > 0 && element('ul', { className: 'evidence small' }, shown.slice(0, MOST_EVIDENCE).map(({ label, date, reference, note, origin }) => element('li', {}, `“${label}”${date ? `, ${date}` : ''}${origin === 'order' ? ', in the order' : ''}${note ? `; ${note}` : ''} `, element('code', {}, reference))), shown.length > MOST_EVIDENCE && element('li', {}, `and ${shown.length - MOST_EVIDENCE} more`)),
    notes.map((note) => element('p', { className: 'quiet small' }, note)),
    choices.length > 0 && choice(`Suppose: ${title}`, [['', 'as recorded'], ...choices.map((each) => [each, words(each)])], value, (chosen) => onAssume(code, chosen === '' ? undefined : chosen)));
}

function shortName(topic, id) {
  const { title = id, number } = topic.scenarios[id] ?? {};
  return number === undefined ? title : `variant ${number}`;
}

function changesView({ wouldChange }, topic, onAssume, assume) {
  if (wouldChange.length === 0) return undefined;
  const outcome = ({ scenario, category }) => `${shortName(topic, scenario)}, ${category === undefined ? 'not rated' : RATINGS[category]}`;
  return [element('h3', {}, 'What would change it'), wouldChange.map(({ finding, title, ifPresent, ifAbsent }) => {
    const { present = 'A', absent = 'absent' } = topic.questions.find((each) => each.finding === finding) ?? {};
    const suppose = (words, value, result) => {
      const made = button(`${words}: ${outcome(result)}`, () => onAssume(finding, assume[finding] === value ? undefined : value), 'plain suppose');
      made.setAttribute('aria-pressed', String(assume[finding] === value));
      return made;
    };
    const isFlag = present === 'A';
    return element('div', { className: 'change' }, element('p', {}, element('strong', {}, title)), suppose(isFlag ? 'Confirmed' : plain(present), present, ifPresent), suppose(isFlag ? 'Excluded' : plain(absent), absent, ifAbsent));
  })];
}
