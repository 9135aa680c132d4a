/**
 * Names and meanings of the values a card template may use. Words that come from the request are escaped; a value that has
 * nothing to say is absent, and the line that asks for it is left out.
 *
 * | Value | Meaning |
 * |---|---|
 * | `study` | the ordered study, or all of them: "A and B" |
 * | `orders` | the same, only where the card is about more than one order |
 * | `rating` | category in words, where all orders of the card share it |
 * | `variant`, `variantTitle` | number and title of the guideline variant |
 * | `scenarioTitle` | title of the scenario, also of a route |
 * | `why` | the scenario's own line of advice |
 * | `routeUrl` | where the other topic's criteria are |
 * | `radiation`, `dose` | relative radiation level and effective dose with its unit; absent where there is none |
 * | `typicalDose` | typical dose of the ordered study in words, with what it compares with; absent for several studies, and where the study is wider than its row |
 * | `earlierRadiation` | earlier studies of this region with radiation, as far as they are recorded, and what was not read; absent where the ordered study has none |
 * | `betterWithoutRadiation` | the first better study, where it has no radiation and the ordered one has |
 * | `prevalence` | how often people of this decade without the complaint have findings; absent where the age is not known |
 * | `duration` | "acute (3 days)"; `noDuration` is a mark for its absence |
 * | `age` | completed years |
 * | `priority` | of the first order; "routine" where none is given |
 * | `flags` | red flags with their evidence, one Markdown bullet each |
 * | `topFlag` | the strongest of those that lead to the scenario: "Breast cancer, 2016" |
 * | `context` | findings that are mentioned and change nothing; of these `emergencyContext` would be an emergency if new, `otherContext` not |
 * | `lookedFor`, `notRead` | reads that were complete; that fell short: `hidden` may hide red flags, `otherNotRead` not |
 * | `better`, `betterRating`, `betterList` | the first better study, its category; all of them |
 * | `alternatives` | other variants that hold, with their ratings |
 * | `otherVariant`, `otherRating` | the one that rates the study highest among those that are at least probable |
 * | `base`, `baseRating` | the variant that holds if every weak finding is left aside |
 * | `wouldChange` | what settling a weak or missing finding would change, one bullet each |
 * | `careDays` | days since the first treatment of the episode |
 * | `orderSetItems`, `optionalItems` | what the offered order set holds, could hold |
 * | `excludedItems`, `untickedItems`, `changedItems` | what it leaves out, does not tick and changes for this patient, and why |
 * | `item=id` | mark: this item is part of the offered order set |
 * | `notes` | remarks of the decision, one bullet each |
 * | `approximate`, `contrastOpen` | marks: the study is wider than the guideline's row; contrast is not said |
 * | `finding.because` | the evidence behind the finding of that code, in one line |
 * | `finding=answer` | mark: the question `finding` has this answer; `variant=7`, `rating=MBA-D`, `certainty=possible`, `urgency=urgent` alike |
 * | `measureUntil` | last day of the window of the first quality measure that counts the decision; absent where none does |
 * | `asOf`, `onset`, `careStart` | days; `{{asOf+28}}` is 28 days later |
 */
import type { Judged, AdviceGroup } from './judged.ts';
import { describeOrderSet, markItems } from './describe-order-set.ts';
import { describeScenario } from './describe-scenario.ts';
import { addDays } from './add-days.ts';
import type { Values } from './fill-line.ts';
import { joinWords } from './join-words.ts';
import { nameDuration, numberOf } from './name-duration.ts';
import { listFindings, mentionFindings, nameFinding, type Escape, type Voice } from './name-evidence.ts';
import { nameImaging } from './name-imaging.ts';
import { nameDose, namePrevalence } from './name-numbers.ts';
import type { Finding } from '../decision/decision.ts';
import { say, type WordId, type Words as Language } from '../decision/words.ts';

const STRENGTH = ['A', 'B', 'C'];
const LONG_NOTE = 300;

/** Values for the templates of one card; `escape` fits the place they are shown in. */
export function cardValues(group: AdviceGroup, escape: Escape): Values {
  const words: Words = {
    ...studyValues(group),
    ...describeScenario(group.first),
    ...findingValues(group.first, escape),
    ...radiationValues(group, escape),
    ...readingValues(group.first),
    measureUntil: group.first.decision.measures.find(({ status }) => status === 'eligible')?.until,
    ...describeOrderSet(group),
    priority: namePriority(group.first, escape),
    notes: bullets(group.first.decision.notes.map((note) => escape(note, LONG_NOTE))),
  };
  const marks = [...marksOf(group.first), ...markItems(group)].map((name) => [name, '']);
  const present = Object.entries(words).filter((entry) => entry[1] !== undefined && entry[1] !== '');
  return Object.fromEntries([...marks, ...present]);
}

type Words = Readonly<Record<string, string | undefined>>;

/** FHIR R4 request-priority; whatever else a client sends is shown as it is. */
function namePriority({ topic: { words }, chart: { order } }: Judged, escape: Escape): string {
  const priority = String(order['priority'] ?? 'routine');
  const id = `priority.${priority}`;
  return isWord(words, id) ? say(words, id) : escape(priority, 20);
}

function isWord({ words }: Language, id: string): id is WordId {
  return Object.hasOwn(words, id);
}

function studyValues({ members }: AdviceGroup): Words {
  const studies = [...new Set(members.map(({ decision }) => decision.study.title))];
  const ratings = members.map(({ decision }) => decision.rating);
  const { words } = members[0]!.topic;
  const named = joinWords(words, studies, 'conjunction');
  const dose = agreed(ratings.map((rating) => rating?.dose));
  const hasRadiation = isIonising(dose);
  // The dose of the row says nothing of a larger field, nor of several studies together.
  const isOneStudy = studies.length === 1 && !members.some(({ decision }) => decision.study.isApproximate);
  const category = agreed(ratings.map((rating) => rating?.category));
  return {
    study: named,
    orders: members.length > 1 ? named : undefined,
    rating: category && say(words, `rating.${category}`),
    radiation: hasRadiation ? agreed(ratings.map((rating) => rating?.radiation)) : undefined,
    dose: hasRadiation ? dose : undefined,
    typicalDose: isOneStudy ? nameDose(members[0]!.topic.studies.find(({ id }) => id === members[0]!.decision.study.id), words) : undefined,
  };
}

/** Nothing where no ordered study has radiation. */
function radiationValues({ members, first }: AdviceGroup, escape: Escape): Words {
  if (!members.some(({ decision }) => isIonising(decision.rating?.dose))) return {};
  const { topic, decision: { findings, rating } } = first;
  const [better] = rating?.better ?? [];
  const hasNone = better !== undefined && !isIonising(topic.studies.find(({ id }) => id === better.study)?.dose);
  return {
    earlierRadiation: nameImaging(findingOfKind(topic, findings, 'imaging'), first, { escape, words: topic.words }),
    betterWithoutRadiation: hasNone ? better.title : undefined,
  };
}

/** By the guideline's range of doses. */
function isIonising(dose: string | undefined): boolean {
  return dose !== undefined && Number.parseFloat(dose) !== 0;
}

function findingValues({ topic, decision }: Judged, escape: Escape): Words {
  const voice: Voice = { escape, words: topic.words };
  const { scenario, age, asOf } = decision;
  const quiet = new Set(topic.findings.filter((definition) => definition.kind === 'graded' && definition.isQuiet).map(({ code }) => code));
  const findings = decision.findings.filter(({ code }) => !quiet.has(code));
  const context = findings.filter((finding) => finding.grade === 'C');
  const isEmergency = (finding: Finding): boolean => finding.leadsTo !== undefined && topic.scenarios.get(finding.leadsTo)?.urgency === 'emergent';
  const flags = findings.filter((finding) => finding.grade === 'A' || finding.grade === 'B').sort(byStrength(scenario.id));
  const duration = nameDuration(topic, findings);
  const careDays = numberOf(findingOfKind(topic, findings, 'care'), 'days');
  const episode = findingOfKind(topic, findings, 'duration');
  const [minDays, maxDays] = [numberOf(episode, 'minDays'), numberOf(episode, 'maxDays')];
  return {
    ...Object.fromEntries(findings.filter(({ because }) => because.length > 0).map((finding) => [`${finding.code}.because`, nameFinding(finding, voice)])),
    age: age === undefined ? undefined : String(age),
    prevalence: age === undefined ? undefined : namePrevalence(topic, age),
    duration,
    flags: listFindings(flags, voice),
    topFlag: flags[0] && nameFinding(flags[0], voice),
    context: mentionFindings(context, voice),
    emergencyContext: mentionFindings(context.filter(isEmergency), voice),
    otherContext: mentionFindings(context.filter((finding) => !isEmergency(finding)), voice),
    careDays: careDays === undefined ? undefined : String(careDays),
    asOf,
    onset: minDays === undefined || minDays !== maxDays ? undefined : addDays(asOf, -minDays),
    careStart: careDays === undefined ? undefined : addDays(asOf, -careDays),
  };
}

function readingValues({ decision: { looked, gaps } }: Judged): Words {
  return {
    lookedFor: looked.join(', '),
    notRead: gaps.map((gap) => gap.title).join(', '),
    hidden: gaps.filter((gap) => gap.hidesRedFlags).map((gap) => gap.title).join(', '),
    otherNotRead: gaps.filter((gap) => !gap.hidesRedFlags).map((gap) => gap.title).join(', '),
  };
}

/** What a template may ask whether it holds; marks fill with nothing. */
function marksOf({ topic, decision: { findings, scenario, rating, urgency, study } }: Judged): readonly string[] {
  return [
    ...findings.filter((finding) => finding.answer !== undefined).map((finding) => `${finding.code}=${finding.answer}`),
    `variant=${scenario.number ?? 'none'}`,
    `certainty=${scenario.certainty ?? 'none'}`,
    `rating=${rating?.category ?? 'none'}`,
    `urgency=${urgency}`,
    ...(study.isApproximate ? ['approximate'] : []),
    ...(study.isContrastOpen ? ['contrastOpen'] : []),
    ...(nameDuration(topic, findings) === undefined ? ['noDuration'] : []),
  ];
}

function findingOfKind(topic: Judged['topic'], findings: readonly Finding[], kind: 'care' | 'duration' | 'imaging'): Finding | undefined {
  const code = topic.findings.find((definition) => definition.kind === kind)?.code;
  return findings.find((finding) => finding.code === code);
}

/** What leads to the scenario first, then the stronger grade; else the topic's order. */
function byStrength(scenario: string): (one: Finding, other: Finding) => number {
  const rank = (finding: Finding): number => (finding.leadsTo === scenario ? 0 : STRENGTH.length) + STRENGTH.indexOf(finding.grade!);
  return (one, other) => rank(one) - rank(other);
}

function agreed<Value>(values: readonly Value[]): Value | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
