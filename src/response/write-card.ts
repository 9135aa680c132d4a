/** Writes one card (CDS Hooks 2.0, Card Attributes). */
import { SOURCE_LANGUAGE } from '../knowledge/check-words.ts';
import type { Card, CardLink, Coding, SelectionBehavior } from './cds-response.ts';
import { cardValues } from './card-values.ts';
import { escapeMarkdown, escapePlain } from './escape.ts';
import { fillDetail, fillTextDetail } from './fill-detail.ts';
import { fillSummary } from './fill-summary.ts';
import type { AdviceGroup, Writing } from './judged.ts';
import { leafletAddress } from './leaflet-address.ts';
import { lookUp } from './look-up.ts';
import { showDay } from './show-day.ts';
import { writeSuggestions } from './write-suggestions.ts';

/** Reverse-domain name of what a card says about its own origin (EXT-1, SEC-6). */
const TRACE = 'org.backstop.decision';

/** How Epic is told that `detail` is no Markdown. */
const EPIC_DETAIL = 'com.epic.cdshooks.card.detail.content-type';

/** The card for one piece of advice, in the words of its template. */
export function writeCard(group: AdviceGroup, writing: Writing): Card {
  const { template, indicator, first } = group;
  const { topic } = first;
  const uuid = writing.newId();
  const plain = cardValues(group, escapePlain);
  const show = (day: string): string => showDay(topic.words, day);
  const isText = writing.profile.detail === 'text';
  const detail = isText ? fillTextDetail(template.detail, plain, show) : fillDetail(template.detail, cardValues(group, escapeMarkdown), show);
  const suggestions = writeSuggestions(group, plain, writing);
  const links = writeLinks(group, uuid, writing);
  const reasons = template.overrideReasons.map((id): Coding => {
    const { code, system, display } = lookUp(topic.overrideReasons, id, 'override reason');
    return { code, system, display };
  });
  return {
    uuid,
    summary: fillSummary(template.summary, plain),
    ...(detail !== undefined && { detail }),
    indicator,
    source: { ...template.source, icon: `${writing.publicUrl.replace(/\/+$/, '')}/icon.png`, topic: topic.cardTopic },
    ...(suggestions.length > 0 && { suggestions, selectionBehavior: selectionOf(group, writing) }),
    ...(reasons.length > 0 && { overrideReasons: reasons }),
    ...(links.length > 0 && { links }),
    extension: { [TRACE]: traceOf(group), ...(isText && detail !== undefined && writing.profile.name === 'epic' && { [EPIC_DETAIL]: 'text/plain' }) },
  };
}

/** Options do not shut each other out; a client that knows only one choice offers them one at a time (CARD-10). */
function selectionOf({ template }: AdviceGroup, { profile }: Writing): SelectionBehavior {
  const areOptions = template.suggestions.every(({ kind }) => kind === 'options');
  return areOptions && profile.takesSeveral ? 'any' : profile.selectionBehavior;
}

/** The other topic's criteria first, then the template's links (LINK-1, LINK-2). */
function writeLinks({ template, first }: AdviceGroup, card: string, { publicUrl }: Writing): readonly CardLink[] {
  const { topic, decision } = first;
  const scenario = topic.scenarios.get(decision.scenario.id);
  const route = scenario?.kind === 'route' && scenario.url !== undefined ? [{ label: scenario.title, url: scenario.url, type: 'absolute' as const }] : [];
  const leaflet = leafletAddress(first, { publicUrl });
  // Pages of ours open in the language of the card; in the first one there is nothing to say.
  const lang = topic.words.language === SOURCE_LANGUAGE ? '' : `?lang=${topic.words.language}`;
  const own = template.links.flatMap((id) => {
    const { label, url } = lookUp(topic.links, id, 'link');
    if (leaflet === undefined && url.includes('{{leaflet}}')) return [];
    return [{ label, url: url.replaceAll('{{publicUrl}}', publicUrl.replace(/\/+$/, '')).replaceAll('{{card}}', card).replaceAll('{{lang}}', lang).replaceAll('{{leaflet}}', leaflet ?? ''), type: 'absolute' as const }];
  });
  return [...route, ...own];
}

/** Which knowledge and which row of it spoke: enough to find the decision again, and nothing about the patient. */
function traceOf({ template, first: { decision }, members }: AdviceGroup): Readonly<Record<string, unknown>> {
  return {
    topic: decision.topic.id,
    version: decision.topic.version,
    scenario: decision.scenario.id,
    row: decision.advice.row,
    card: template.id,
    orders: members.map((member) => member.decision.order),
  };
}
