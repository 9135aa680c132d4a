/** The chain behind decisions, from the order to the advice: the body of every page that explains one. Needs `explain.css`. */
import type { KeptDecision } from '../store/decision-record.ts';
import { explainAnswers } from './explain-answers.ts';
import { explainFlags } from './explain-flags.ts';
import { explainReading } from './explain-reading.ts';
import { explainRecord } from './explain-record.ts';
import { explainVariant } from './explain-variant.ts';
import { explainVerdict } from './explain-verdict.ts';
import type { ExplainedDecision, ExplainedOutcome } from './explained.ts';
import { html, type Html } from './html.ts';
import type { KnowledgeLink } from './knowledge-links.ts';
import { nameScenario } from './name-scenario.ts';
import { ratingBadge } from './rating-badge.ts';
import { readExplanation } from './read-explanation.ts';
import type { Recorded } from './recorded.ts';
import type { Tell } from './tell.ts';
import type { Telling } from './telling.ts';

export interface ExplanationView {
  readonly tell: Tell;
  readonly recorded: Recorded;
  /** Where a card is explained, seen from the page. */
  readonly addressOf: (card: string) => string;
  /** Into the knowledge; without it nothing is a link. */
  readonly link?: KnowledgeLink;
}

/** One article for each decision; headings start at the second level. */
export function explanationOf(decisions: readonly KeptDecision[], { tell, recorded, addressOf, link = (_topic, _kind, _id, words) => html`${words}` }: ExplanationView): Html {
  return html`${decisions.map((decision) => explainDecision(readExplanation(decision), {
    tell, say: recorded(decision.topic, decision.version), link: (kind, id, words) => link(decision.topic, kind, id, words),
  }, addressOf))}`;
}

function explainDecision(decision: ExplainedDecision, telling: Telling, addressOf: ExplanationView['addressOf']): Html {
  return html`<article class="explained">
${explainVerdict(decision, telling)}
<div class="columns"><div>
${explainFlags(decision, telling)}
${changes(decision, telling)}
${explainReading(decision, telling)}
</div><div class="beside">
${explainVariant(decision, telling)}
${rating(decision, telling)}
${explainRecord(decision, telling, addressOf)}
</div><div>
${explainAnswers(decision.findings, telling)}
</div></div>
</article>`;
}

function changes({ wouldChange }: ExplainedDecision, telling: Telling): Html | undefined {
  if (wouldChange.length === 0) return undefined;
  const { tell, say } = telling;
  const outcome = ({ scenario, category }: ExplainedOutcome): Html => {
    const name = nameScenario(scenario, telling);
    return category === undefined ? tell.html('explain.outcomeUnrated', { scenario: name }) : tell.html('explain.outcomeRated', { scenario: name, rating: tell.code('rating', category) });
  };
  return html`<section><h3>${tell('explain.changes')}</h3>
<ul>${wouldChange.map(({ title, ifPresent, ifAbsent }) => html`<li>${tell.html('explain.change', { finding: html`<strong>${say(title)}</strong>`, present: outcome(ifPresent), absent: outcome(ifAbsent) })}</li>`)}</ul></section>`;
}

function rating({ rating: rated }: ExplainedDecision, { tell, say, link }: Telling): Html {
  if (rated === undefined) return html`<section><h3>${tell('explain.rating')}</h3><p>${tell('explain.unrated')}</p></section>`;
  return html`<section><h3>${tell('explain.rating')}</h3>
<dl class="pairs"><div><dt>${tell('explain.ratingIs')}</dt><dd>${ratingBadge(rated.category, tell)}</dd></div><div><dt>${tell('explain.radiation')}</dt><dd>${rated.radiation} (${rated.dose})</dd></div></dl>
${rated.better.length > 0 && html`<h4>${tell('explain.better')}</h4><ul>${rated.better.map(({ study, title, category, radiation }) => html`<li>${tell.html('explain.betterStudy', { study: link('study', study, say(title)), rating: tell.code('rating', category), radiation })}</li>`)}</ul>`}
</section>`;
}
