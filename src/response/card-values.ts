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
 * | `asOf`, `onset`, `careStart` | days; `{{asOf+28}}` is 28 days later, and the same of `measureUntil`: other values are no days |
 */
import { say, type WordId, type Words } from '../decision/words.ts';
import { remember } from '../decision/remember.ts';
import { holds } from './card-marks.ts';
import { subjectOf, type CardSubject, type ValueTable } from './card-subject.ts';
import { becauseOf, findingValues } from './describe-findings.ts';
import { orderSetValues } from './describe-order-set.ts';
import { scenarioValues } from './describe-scenario.ts';
import { studyValues } from './describe-study.ts';
import type { Values } from './fill-line.ts';
import type { AdviceGroup } from './judged.ts';
import type { Escape } from './name-evidence.ts';

const LONG_NOTE = 300;
const BECAUSE = '.because';

/** Every value there is, but for marks and what is named after a finding. */
export const valueTable: ValueTable = {
  ...studyValues,
  ...scenarioValues,
  ...findingValues,
  ...orderSetValues,
  lookedFor: ({ first: { decision } }) => decision.looked.join(', '),
  notRead: ({ first: { decision } }) => decision.gaps.map(({ title }) => title).join(', '),
  hidden: ({ first: { decision } }) => decision.gaps.filter(({ hidesRedFlags }) => hidesRedFlags).map(({ title }) => title).join(', '),
  otherNotRead: ({ first: { decision } }) => decision.gaps.filter(({ hidesRedFlags }) => !hidesRedFlags).map(({ title }) => title).join(', '),
  measureUntil: ({ first: { decision } }) => decision.measures.find(({ status }) => status === 'eligible')?.until,
  priority: namePriority,
  notes: ({ first: { decision }, voice }) => decision.notes.map((note) => `- ${voice.escape(note, LONG_NOTE)}`).join('\n'),
};

/** The values that are days, if they are anything. */
export const dayValues: readonly string[] = ['asOf', 'onset', 'careStart', 'measureUntil'];

/** Values for the templates of one card, each worked out when it is first asked for; `escape` fits the place they are shown in. */
export function cardValues(group: AdviceGroup, escape: Escape): Values {
  const subject = subjectOf(group, escape);
  return remember(Number.POSITIVE_INFINITY, (name) => valueOf(name, subject));
}

function valueOf(name: string, subject: CardSubject): string | undefined {
  if (Object.hasOwn(valueTable, name)) return valueTable[name]!(subject) || undefined;
  if (name.endsWith(BECAUSE)) return becauseOf(name.slice(0, -BECAUSE.length), subject) || undefined;
  return holds(name, subject) ? '' : undefined;
}

/** FHIR R4 request-priority; whatever else a client sends is shown as it is. */
function namePriority({ first: { topic: { words }, chart: { order } }, voice }: CardSubject): string {
  const priority = String(order['priority'] ?? 'routine');
  const id = `priority.${priority}`;
  return isWord(words, id) ? say(words, id) : voice.escape(priority, 20);
}

function isWord({ words }: Words, id: string): id is WordId {
  return Object.hasOwn(words, id);
}
