/** What of a topic one decision went through, in the words of coverage and explanations: `finding fever`, `advice row not-yet`. */
import type { Decision } from '../../decision/decision.ts';
import type { Topic } from '../../decision/topic.ts';

/** Each once or more. */
export function reachedBy(topic: Topic, { findings, scenario, advice, study }: Decision): readonly string[] {
  const second = advice.card === undefined ? undefined : topic.cards.get(advice.card)?.second;
  // A second card is shown while an item of the order set is offered and not ticked.
  const isSecondShown = advice.orderSets.some(({ items }) => items.some(({ isTicked, excluded }) => !isTicked && excluded === undefined));
  return [
    ...findings.filter(({ grade, answer, because, values }) => grade !== undefined || answer !== undefined || because.length > 0 || values !== undefined).map(({ code }) => `finding ${code}`),
    ...findings.flatMap(({ code, answer }) => (answer === undefined ? [] : [`answer ${code}=${answer}`])),
    `variant ${scenario.id}`, `variants row ${scenario.row}`, `advice row ${advice.row}`, `advice kind ${advice.kind}`, `study ${study.id}`,
    ...(advice.card === undefined ? [] : [`card ${advice.card}`]),
    ...(second !== undefined && isSecondShown ? [`card ${second}`] : []),
    ...advice.orderSets.map(({ id }) => `order set ${id}`),
  ];
}
