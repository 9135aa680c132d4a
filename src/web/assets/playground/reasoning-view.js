/** From the order to the rating: what was found, where, how it is graded, and what would change it; each finding with a switch. */
import { button, choice, element } from './dom.js';
import { capital, oneOf, tell } from './tell.js';

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
      element('p', { className: 'quiet small' }, `${placed(topic, study, scenario)}${scenario.certainty ? `, ${tell(`sure.${scenario.certainty}`)}` : ''}`),
      element('p', {}, element('span', { className: `badge badge-${rating?.category ?? 'none'}` }, tell(`rating.${rating?.category ?? 'none'}`))),
      element('p', { className: 'small' }, tell(`advice.${advice.kind}`)),
      element('p', { className: 'quiet small rows' }, tell('playground.rows', { row: scenario.row, advice: advice.row }))),
    element('h3', {}, tell('playground.flags')),
    flags.length + removed.length === 0 ? element('p', { className: 'quiet' }, gaps.length > 0 ? tell('playground.noneRead') : tell('playground.none')) : [...flags, ...removed].map(row),
    more.length > 0 && choice(tell('playground.whatIfThereWere'), [['', tell('playground.aFlag')], ...more.map(({ code, title }) => [code, title])], '', (code) => code !== '' && onAssume(code, 'A')),
    changesView(decision, topic, onAssume, assume),
    element('h3', {}, tell('playground.questions')), answers.map(row),
    gaps.length > 0 && [element('h3', {}, tell('playground.notRead')), element('ul', { className: 'gaps' }, gaps.map(({ title, state, reason, hidesRedFlags }) => element('li', {}, tell('playground.gap', { read: title, gap: tell(`gap.${state}`) }), reason && [': ', element('span', { lang: 'en' }, reason)], hidesRedFlags && `. ${tell('playground.gapFlags')}`)))],
    others.length > 0 && element('details', { className: 'fold' }, element('summary', {}, tell('playground.alsoNoted', { number: others.length })), others.map(row)),
  ];
}

/** The study, and where the patient fits. */
function placed(topic, { title, isContrastOpen }, { id }) {
  const study = isContrastOpen ? tell('playground.contrastOpen', { study: title }) : title;
  const { title: scenario = id, number } = topic.scenarios[id] ?? {};
  return number === undefined ? tell('playground.inOther', { study, title: scenario }) : tell('playground.inVariant', { study, number, title: scenario });
}

/** `notDocumented` and `acute|subacute` as people say them. */
export const answerWords = (answer, topic) => oneOf(answer.split('|').map((each) => topic.answers[each] ?? each));

function findingRow({ code, title, grade, answer, because = [], notes = [] }, { leadsTo, kind, assumable }, topic, assume, onAssume) {
  const choices = assumable ?? (kind === 'graded' ? topic.grades : []);
  const isAssumed = assume[code] !== undefined;
  const shown = because.filter(({ note }) => note !== 'assumed');
  const value = isAssumed ? assume[code] : '';
  const words = (each) => (kind === 'graded' ? tell(`playground.choice.${each}`) : answerWords(each, topic));
  return element('div', { className: `finding${grade === undefined || leadsTo === undefined ? '' : ` finding-${grade}`}${isAssumed ? ' assumed' : ''}` },
    element('p', {}, grade !== undefined && element('span', { className: `grade grade-${grade}`, title: tell(`grade.${grade}`) }, grade), element('strong', {}, title), answer === undefined ? '' : `: ${answerWords(answer, topic)}`,
      grade !== undefined && leadsTo !== undefined && element('span', { className: 'quiet small' }, ` ${tell('playground.leadsTo', { grade: tell(`grade.${grade}`), scenario: shortName(topic, leadsTo) })}`)),
    shown.length > 0 && element('ul', { className: 'evidence small' }, shown.slice(0, MOST_EVIDENCE).map(({ label, date, reference, note, origin }) => element('li', {}, `“${label}”${date ? `, ${date}` : ''}${origin === 'order' ? `, ${tell('playground.inTheOrder')}` : ''}${note ? `; ${note}` : ''} `, element('code', {}, reference))), shown.length > MOST_EVIDENCE && element('li', {}, tell('playground.more', { number: shown.length - MOST_EVIDENCE }))),
    notes.map((note) => element('p', { className: 'quiet small' }, note)),
    choices.length > 0 && choice(tell('playground.suppose', { finding: title }), [['', tell('playground.asRecorded')], ...choices.map((each) => [each, words(each)])], value, (chosen) => onAssume(code, chosen === '' ? undefined : chosen)));
}

function shortName(topic, id) {
  const { title = id, number } = topic.scenarios[id] ?? {};
  return number === undefined ? title : tell('playground.variant', { number });
}

function changesView({ wouldChange }, topic, onAssume, assume) {
  if (wouldChange.length === 0) return undefined;
  const outcome = ({ scenario, category }) => tell('playground.outcome', { scenario: shortName(topic, scenario), rating: tell(`rating.${category ?? 'none'}`) });
  return [element('h3', {}, tell('playground.changes')), wouldChange.map(({ finding, title, ifPresent, ifAbsent }) => {
    const { present = 'A', absent = 'absent' } = topic.questions.find((each) => each.finding === finding) ?? {};
    const suppose = (words, value, result) => {
      const made = button(tell('playground.supposition', { answer: words, outcome: outcome(result) }), () => onAssume(finding, assume[finding] === value ? undefined : value), 'plain suppose');
      made.setAttribute('aria-pressed', String(assume[finding] === value));
      return made;
    };
    const isFlag = present === 'A';
    return element('div', { className: 'change' }, element('p', {}, element('strong', {}, title)), suppose(isFlag ? tell('playground.confirmed') : capital(answerWords(present, topic)), present, ifPresent), suppose(isFlag ? tell('playground.excluded') : capital(answerWords(absent, topic)), absent, ifAbsent));
  })];
}
