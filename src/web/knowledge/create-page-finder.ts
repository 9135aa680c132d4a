/** From a path below /knowledge to its page. */
import type { Library, ReadableTopic } from '../../knowledge/readable-topic.ts';
import type { Tell } from '../tell.ts';
import { cardPage } from './card-page.ts';
import { cardsPage } from './cards-page.ts';
import { choosePage } from './choose-page.ts';
import { findingPage } from './finding-page.ts';
import { findingsPage } from './findings-page.ts';
import { homePage } from './home-page.ts';
import { orderSetPage } from './order-set-page.ts';
import type { KnowledgePage } from './page.ts';
import { radiationPage } from './radiation-page.ts';
import { reasonsPage } from './reasons-page.ts';
import { searchEntries, type SearchEntry } from './search-entries.ts';
import { searchPage } from './search-page.ts';
import { studyPage } from './study-page.ts';
import { topicPage } from './topic-page.ts';
import { valueSetPage } from './value-set-page.ts';
import { valueSetsPage } from './value-sets-page.ts';
import { variantPage } from './variant-page.ts';
import { vignettePage } from './vignette-page.ts';
import { vignettesPage } from './vignettes-page.ts';

type Query = Readonly<Record<string, unknown>>;

/** Made once a library, which is in one language; `tell` speaks it. What can be found is listed on the first search. `steps` are decoded parts of the path; nothing is there for other paths. */
export function createPageFinder(library: Library, tell: Tell): (steps: readonly string[], query: Query) => Promise<KnowledgePage | undefined> {
  let entries: Promise<readonly SearchEntry[]> | undefined;
  const listEntries = async (): Promise<readonly SearchEntry[]> => (await Promise.all(library.topics.map(async (topic) => searchEntries(topic, await library.vignettes(topic.topic.id))))).flat();
  return async (steps, query) => {
    const [name, section, id, ...rest] = steps;
    if (rest.length > 0) return undefined;
    if (name === undefined) return homePage(library, tell);
    if (name === 'search' && section === undefined) return searchPage(await (entries ??= listEntries()), query['q'], tell);
    const topic = library.topics.find((each) => each.topic.id === name);
    if (topic === undefined) return undefined;
    if (section === undefined) return topicPage(topic);
    const page = await (id === undefined ? sectionPage(library, topic, section, query) : partPage(library, topic, section, id, query));
    return page === undefined ? undefined : { ...page, edition: { version: topic.topic.version, reviewed: topic.say(topic.files.topic.reviewed) } };
  };
}

async function sectionPage(library: Library, topic: ReadableTopic, section: string, query: Query): Promise<KnowledgePage | undefined> {
  switch (section) {
    case 'findings': return findingsPage(topic);
    case 'value-sets': return valueSetsPage(topic);
    case 'cards': return cardsPage(topic);
    case 'override-reasons': return reasonsPage(topic);
    case 'radiation': return radiationPage(topic);
    case 'choose': return choosePage(topic, query);
    case 'vignettes': return vignettesPage(topic, await library.vignettes(topic.topic.id), pageNumber(query), typeof query['variant'] === 'string' ? query['variant'] : undefined);
    default: return undefined;
  }
}

async function partPage(library: Library, topic: ReadableTopic, section: string, id: string, query: Query): Promise<KnowledgePage | undefined> {
  switch (section) {
    case 'variants': return variantPage(topic, id, await library.vignettes(topic.topic.id));
    case 'studies': return studyPage(topic, id);
    case 'findings': return findingPage(topic, id, await library.vignettes(topic.topic.id));
    case 'value-sets': return valueSetPage(topic, id, pageNumber(query));
    case 'order-sets': return orderSetPage(topic, id);
    case 'cards': return cardPage(topic, id);
    case 'vignettes': return vignettePage(topic, id, await library.vignettes(topic.topic.id));
    default: return undefined;
  }
}

/** From 1; what is no page number is the first page. */
function pageNumber({ page }: Query): number {
  return typeof page === 'string' && /^[1-9]\d{0,3}$/.test(page) ? Number(page) : 1;
}
