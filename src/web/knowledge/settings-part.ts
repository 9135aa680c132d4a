/** The numbers and lists that set up a finding that is computed, as pairs of words. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { spaced } from '../../knowledge/spaced.ts';
import { asWritten } from '../as-written.ts';
import { html, type Html } from '../html.ts';
import { tellIn, type Tell } from '../tell.ts';
import { answerWords } from './answer-words.ts';
import { phraseWords } from './phrase-words.ts';
import { sayNumber } from './say-number.ts';

interface Speaker {
  readonly tell: Tell;
  /** What a value of that setting is called. */
  readonly name: (value: string, key: string) => string;
}

/** Nothing where there are none. */
export function settingsPart({ topic, say }: ReadableTopic, settings: Readonly<Record<string, unknown>>): Html | false {
  const entries = Object.entries(settings);
  const tell = tellIn(topic.pages);
  const titles = new Map([...topic.reads.map(({ id, title }) => [id, title] as const), ...topic.findings.map(({ code, title }) => [code, title] as const), ...topic.facts.map(({ name, title }) => [name, title] as const)]);
  const name = (value: string, key: string): string => (key === 'answer' || key === 'unknown' ? answerWords(topic, value, say) : key === 'name' ? say(spaced(value)) : titles.get(value) ?? value);
  return entries.length > 0 && html`<h2>${tell('knowledge.setting.title')}</h2><dl class="pairs">${entries.map(([key, value]) => html`<div><dt>${tell(`knowledge.setting.${key}`)}</dt><dd>${key === 'repeatDays' ? byModality(value as Readonly<Record<string, number>>, say) : shown(value, key, { tell, name })}</dd></div>`)}</dl>`;
}

/** Kinds of study are names of the topic. */
function byModality(days: Readonly<Record<string, number>>, say: ReadableTopic['say']): string {
  return Object.entries(days).map(([modality, each]) => `${say(spaced(modality))}: ${each}`).join('; ');
}

function shown(value: unknown, key: string, speaker: Speaker): Html | string {
  const { tell, name } = speaker;
  if (typeof value === 'number') return sayNumber(tell, value);
  if (typeof value === 'boolean') return tell(`knowledge.setting.${value ? 'yes' : 'no'}`);
  if (typeof value === 'string') return key === 'when' ? html`<code>${value}</code>` : key === 'words' || key === 'phrase' ? asWritten(tell, phraseWords(value)) : name(value, key);
  if (Array.isArray(value)) {
    const [from, to] = value as readonly unknown[];
    if (/days$/i.test(key) && typeof from === 'number' && typeof to === 'number') return tell('knowledge.range', { from, to });
    const parts = value.map((each: unknown) => shown(each, key, speaker));
    return value.every((each) => typeof each !== 'object') ? html`${parts.map((part, index) => html`${index > 0 && ', '}${part}`)}` : html`<ul>${parts.map((part) => html`<li>${part}</li>`)}</ul>`;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  if ('title' in value) return `${String(value.title)}${Object.entries(value).filter(([, each]) => each === true).map(([is]) => `, ${tell(`knowledge.setting.${is}`)}`).join('')}`;
  return html`${Object.entries(value).map(([inner, each], index) => html`${index > 0 && '; '}${tell(`knowledge.setting.${inner}`)}: ${shown(each, inner, speaker)}`)}`;
}
