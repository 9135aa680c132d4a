/** What the page says, in its language, and what it has to know of the topics: both come with one answer of the service. */

export const language = document.documentElement.lang;
const { locale, texts, topics } = await (await fetch(`playground/topics?lang=${encodeURIComponent(language)}`)).json();
const plurals = new Intl.PluralRules(locale);

export { topics };

/** A text by its id, with its values; `count` chooses the plural form. */
export function tell(id, values = {}) {
  if (!tell.knows(id)) throw new Error(`There is no text ${id}.`);
  const text = typeof texts[id] === 'string' ? texts[id] : texts[id][plurals.select(Number(values.count))] ?? texts[id].other;
  return text.replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name] ?? ''));
}

/** Whether there is such a text: for codes that come from elsewhere. */
tell.knows = (id) => Object.hasOwn(texts, id);

/** Begins a sentence. */
export const capital = (text) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** One of several, as the language puts it: "a or b". */
export const oneOf = (words) => new Intl.ListFormat(locale, { type: 'disjunction' }).format(words);
