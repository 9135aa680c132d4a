/** Writes the folder of a new topic: every file a topic needs, small, with placeholders that can match no chart. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '../../errors.ts';

const TEMPLATE = join(import.meta.dirname, 'topic-template');
const CODE_SYSTEM = 'http://example.org/fhir/CodeSystem/placeholder';
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Folders beside topics and in them, and what every object has by that name. */
const TAKEN = ['common', 'schema', 'vignettes', 'constructor'];
const MESSAGES = 'messages/es.yaml';
const LEAFLET = 'leaflet/en.yaml';

export interface NewTopic {
  readonly folder: string;
  /** Below that folder, in order. */
  readonly files: readonly string[];
}

/** `year` is that of its version. Throws ConfigError for a name that cannot be one, a folder that exists, and knowledge without the placeholder's code system. */
export function createTopic(name: string, knowledge: string, year: number): NewTopic {
  if (!NAME.test(name) || TAKEN.includes(name)) throw new ConfigError(`${name}: cannot be the name of a topic. It must be words of small letters and digits with "-" between, like neck-pain, and not ${TAKEN.slice(0, -1).join(', ')} or ${TAKEN.at(-1)}.`);
  const folder = join(knowledge, name);
  if (existsSync(folder)) throw new ConfigError(`${folder}: exists already, and nothing in it was touched. Choose another name, or remove the folder first.`);
  if (!readFileSync(join(knowledge, 'common/code-systems.yaml'), 'utf8').includes(CODE_SYSTEM)) throw new ConfigError(`${knowledge}/common/code-systems.yaml: does not know ${CODE_SYSTEM}, which the placeholders come from. Add it as this release of Backstop has it.`);
  const fill = filling(name, year);
  const written = [...templateFiles(''), ...otherLanguages(knowledge)].map(({ path, text }) => ({ path: fill(path), text: fill(text) })).sort((one, other) => one.path.localeCompare(other.path));
  for (const { path, text } of written) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { flag: 'wx' });
  }
  return { folder, files: written.map(({ path }) => path) };
}

interface Template {
  readonly path: string;
  readonly text: string;
}

function templateFiles(below: string): readonly Template[] {
  return readdirSync(join(TEMPLATE, below)).sort().flatMap((name) => {
    const path = join(below, name);
    return statSync(join(TEMPLATE, path)).isDirectory() ? templateFiles(path) : [{ path, text: readFileSync(join(TEMPLATE, path), 'utf8') }];
  });
}

/** Languages of the knowledge that the template does not speak say everything in English until somebody translates it. */
function otherLanguages(knowledge: string): readonly Template[] {
  const known = templateFiles('leaflet').map(({ path }) => path.slice('leaflet/'.length));
  const spoken = readdirSync(join(knowledge, 'common/words')).filter((name) => name.endsWith('.yaml') && !known.includes(name));
  const [messages, leaflet] = [MESSAGES, LEAFLET].map((path) => readFileSync(join(TEMPLATE, path), 'utf8')) as [string, string];
  return spoken.flatMap((name) => {
    const language = name.replace('.yaml', '');
    return [
      { path: `messages/${name}`, text: messages.replace('Spanish', language).replace(/^language: .*$/m, `language: ${language}`).replace(/^reviewed: .*$/m, 'reviewed: Not translated yet.').replace(/^( {2}("(?:[^"\\]|\\.)*")): .*$/gm, '$1: $2') },
      { path: `leaflet/${name}`, text: leaflet.replace(/^language: .*$/m, `language: ${language}`).replace(/^name: .*$/m, `name: ${language}`).replace(/^reviewed: .*$/m, 'reviewed: Not translated yet; it holds placeholders.') },
    ];
  });
}

function filling(name: string, year: number): (text: string) => string {
  const words = name.replaceAll('-', ' ');
  const values: Readonly<Record<string, string>> = {
    TOPIC_ID: name, TOPIC_WORDS: words, TOPIC_TITLE: capital(words), TOPIC_VERSION: `${year}.1.0`,
    TOPIC_CODE: name.split('-').map(capital).join(''), TOPIC_INITIALS: name.split('-').map((word) => /[a-z]/.exec(word)?.[0] ?? '').join('').toUpperCase(),
  };
  return (text) => text.replace(/TOPIC_(?:ID|WORDS|TITLE|VERSION|CODE|INITIALS)/g, (token) => values[token]!);
}

function capital(word: string): string {
  return `${word[0]!.toUpperCase()}${word.slice(1)}`;
}
