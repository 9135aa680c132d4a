/** Where the patient leaflet of a topic is. */
import type { Decision } from '../decision/decision.ts';
import type { Topic } from '../decision/topic.ts';
import type { Judged, ResponseOptions } from './judged.ts';
import { preferredLanguage } from './preferred-language.ts';

/**
 * In the patient's language where the chart tells it and there is such a leaflet, else in the one the browser asks for; `undefined` for a topic without.
 * The leaflet says that no picture is needed, so there is none where something on the card would be an emergency, or was not read and may hide one.
 */
export function leafletAddress({ topic, chart, decision }: Pick<Judged, 'topic' | 'chart' | 'decision'>, { publicUrl }: Pick<ResponseOptions, 'publicUrl'>): string | undefined {
  if (topic.leaflets.size === 0 || isOpen(topic, decision)) return undefined;
  const { offered } = preferredLanguage(chart.patient, { own: topic.words.language, offered: [...topic.leaflets.keys()], names: topic.languageNames });
  const base = `${publicUrl.replace(/\/+$/, '')}/leaflet/${topic.id}`;
  return offered === undefined ? base : `${base}/${offered}`;
}

function isOpen({ scenarios }: Topic, { findings, gaps }: Decision): boolean {
  const isEmergency = (scenario: string | undefined): boolean => scenario !== undefined && scenarios.get(scenario)?.urgency === 'emergent';
  return gaps.some(({ hidesRedFlags }) => hidesRedFlags) || findings.some(({ grade, leadsTo }) => grade !== undefined && isEmergency(leadsTo));
}
