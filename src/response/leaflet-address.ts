/** Where the patient leaflet of a topic is. */
import type { Judged, ResponseOptions } from './judged.ts';
import { preferredLanguage } from './preferred-language.ts';

/** In the patient's language where the chart tells it and there is such a leaflet, else in the one the browser asks for; `undefined` for a topic without. */
export function leafletAddress({ topic, chart }: Pick<Judged, 'topic' | 'chart'>, { publicUrl }: Pick<ResponseOptions, 'publicUrl'>): string | undefined {
  if (topic.leaflets.size === 0) return undefined;
  const { offered } = preferredLanguage(chart.patient, { own: topic.words.language, offered: [...topic.leaflets.keys()] });
  const base = `${publicUrl.replace(/\/+$/, '')}/leaflet/${topic.id}`;
  return offered === undefined ? base : `${base}/${offered}`;
}
