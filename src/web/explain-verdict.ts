/** What was ordered, how it is rated and what was advised: for somebody with half a minute. */
import type { ExplainedDecision } from './explained.ts';
import { html, type Html } from './html.ts';
import { nameScenario } from './name-scenario.ts';
import { ratingBadge } from './rating-badge.ts';
import type { Telling } from './telling.ts';

/** The head of an explanation. */
export function explainVerdict(decision: ExplainedDecision, telling: Telling): Html {
  const { study, advice, mode, urgency } = decision;
  const { tell, say, link } = telling;
  return html`<header class="verdict">
<p class="small quiet">${tell('explain.ordered')}</p>
<h2>${link('study', study.ratedAs, say(study.title))}</h2>
<p class="small quiet">${tell.code('explain.basis', study.basis ?? 'code')}${study.ratedAs !== study.id && html` ${tell.html('explain.judgedAs', { study: say(study.ratedAsTitle) })}`}${study.isContrastOpen && html` ${tell('explain.contrastOpen')}`}${study.isApproximate && html` ${tell('explain.approximate')}`}</p>
<p class="lead">${rated(decision, telling)}${doubt(decision.variant, telling)}</p>
<dl class="pairs"><div><dt>${tell('explain.advice')}</dt><dd>${tell.code('advice', advice.kind)}${urgency !== 'routine' && html` ${tell('explain.urgency', { urgency: tell.code('explain.urgent', urgency) })}`}</dd></div>
<div><dt>${tell('explain.became')}</dt><dd>${mode === 'shadow' ? tell('explain.shadow') : outcome(advice, telling)}</dd></div></dl>
</header>`;
}

function rated({ rating, variant: { kind, number, title } }: ExplainedDecision, { tell, say }: Telling): Html {
  const badge = ratingBadge(rating?.category, tell);
  if (kind !== 'variant') return tell.html('explain.ratedBecause', { rating: badge, scenario: say(title) });
  return number === undefined ? tell.html('explain.ratedIn', { rating: badge, scenario: say(title) }) : tell.html('explain.ratedInVariant', { rating: badge, number: say(number), title: say(title) });
}

/** What is not sure is said where the rating stands, with what would hold otherwise. */
function doubt({ certainty, base }: ExplainedDecision['variant'], telling: Telling): Html | undefined {
  if (certainty !== 'possible' && certainty !== 'probable') return undefined;
  const { tell } = telling;
  const sure = tell.code('sure', certainty);
  if (base === undefined) return html` <span class="quiet">(${sure})</span>`;
  const otherwise = base.category === undefined ? tell.html('explain.doubt', { certainty: sure, scenario: nameScenario(base, telling) }) : tell.html('explain.doubtRated', { certainty: sure, scenario: nameScenario(base, telling), rating: tell.code('rating', base.category) });
  return html` <span class="quiet">(${otherwise})</span>`;
}

function outcome({ outcome: ended, reason, silence }: ExplainedDecision['advice'], { tell, say }: Telling): Html | string {
  if (silence !== undefined) {
    return html`${tell.knows(`explain.silence.${silence.because}`) ? tell(`explain.silence.${silence.because}`) : tell('explain.silence.other')} <span class="small quiet">${tell.html('explain.silencedBy', { decision: html`<code>${silence.decision}</code>` })}</span>`;
  }
  return ended === 'overridden' && reason !== undefined ? tell.html('explain.overridden', { reason: say(reason.display) }) : tell.code('explain.outcome', ended);
}
