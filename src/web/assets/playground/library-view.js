/** The stories that were found, by the variant their patients fit. */
import { at, element, newestOnly } from './dom.js';
import { capital, language, tell } from './tell.js';

const look = newestOnly();

/** Looks for what stands in the search box; titles of stories are in English. */
export async function searchLibrary() {
  const isNewest = look();
  const { found, total, stories } = await (await fetch(`playground/stories?${new URLSearchParams({ q: at('search').value, lang: language })}`)).json();
  if (!isNewest()) return;
  at('search-count').textContent = found > stories.length ? tell('playground.foundFirst', { found, total, shown: stories.length }) : tell('playground.found', { found, total });
  const families = Map.groupBy(stories, ({ family }) => family);
  at('stories').replaceChildren(...[...families].map(([family, members]) => element('section', {}, element('h3', {}, family), element('ul', { className: 'stories' }, members.map(({ id, title, indicator }) => element('li', {}, element('a', { href: addressOf(id), 'data-story': id, lang: 'en' }, title), element('span', { className: 'quiet small' }, ` ${indicator === 'silent' ? tell('playground.noCardShort') : tell(`indicator.${indicator}`)}`)))))));
}

/** Where a story is: in the language of this page where the address names one, or in another. */
export function addressOf(story, lang = new URLSearchParams(location.search).get('lang')) {
  return `?${new URLSearchParams({ ...(story !== undefined && { story }), ...(lang !== null && { lang }) })}`;
}
