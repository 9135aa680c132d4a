/** The numbers and lists that set up a finding that is computed, as pairs of words. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { html, type Html } from '../html.ts';
import { phraseWords } from './phrase-words.ts';
import { inWords } from './words.ts';

/** Nothing where there are none. */
export function settingsPart({ topic }: ReadableTopic, settings: Readonly<Record<string, unknown>>): Html | false {
  const entries = Object.entries(settings);
  const name = (value: string): string => topic.facts.find((fact) => fact.name === value)?.title ?? topic.findings.find(({ code }) => code === value)?.title ?? value;
  return entries.length > 0 && html`<h2>How it is worked out</h2><dl class="pairs">${entries.map(([key, value]) => html`<div><dt>${inWords(key)}</dt><dd>${shown(value, key, name)}</dd></div>`)}</dl>`;
}

function shown(value: unknown, key: string, name: (value: string) => string): Html | string {
  if (Array.isArray(value)) {
    const isFlat = value.every((each) => typeof each !== 'object');
    return isFlat ? value.map((each) => (typeof each === 'string' ? name(each) : String(each))).join(key.endsWith('Days') || key === 'days' ? ' to ' : ', ') : html`<ul>${value.map((each) => html`<li>${shown(each, key, name)}</li>`)}</ul>`;
  }
  if (typeof value === 'object' && value !== null && 'title' in value) return `${String(value.title)}${Object.entries(value).filter(([, each]) => each === true).map(([name]) => `, ${inWords(name)}`).join('')}`;
  if (typeof value === 'object' && value !== null) return html`${Object.entries(value).map(([inner, each], index) => html`${index > 0 && '; '}${inWords(inner)}: ${shown(each, inner, name)}`)}`;
  if (typeof value !== 'string') return String(value);
  if (key === 'when') return html`<code>${value}</code>`;
  return key === 'words' || key === 'phrase' ? phraseWords(value) : name(value);
}
