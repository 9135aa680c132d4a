/** Fills the body of a card: a line any of whose values is missing is left out. */
import { remember } from '../decision/remember.ts';
import { fillLine, type Values } from './fill-line.ts';

/** More than the knowledge of a service has. */
const MOST_TEMPLATES = 1000;
const linesOf = remember(MOST_TEMPLATES, (template) => template.split('\n'));

/** GitHub-Flavored Markdown, or `undefined` where no line is left. */
export function fillDetail(template: string, values: Values, showDay?: (day: string) => string): string | undefined {
  const detail = fillLines(template, values, showDay);
  return detail === undefined ? undefined : keepListsApart(detail);
}

/** The same as plain text: without emphasis, with bullets that are characters. The values must be plain words. */
export function fillTextDetail(template: string, values: Values, showDay?: (day: string) => string): string | undefined {
  return fillLines(template.replaceAll('**', ''), values, showDay)?.replaceAll('**', '').replace(/^- /gm, '• ');
}

function fillLines(template: string, values: Values, showDay?: (day: string) => string): string | undefined {
  const lines = linesOf(template).map((line) => fillLine(line, values, showDay)).filter((line) => line !== undefined);
  const detail = lines.join('\n').replace(/\n{3,}/g, '\n\n').trim();
  return detail === '' ? undefined : detail;
}

const ENDS_IN_LIST = /(?:^|\n)- [^\n]*$/;

/** Lists with only an empty line between them are one list to Markdown, under the first one's heading and set wide; another bullet begins another list (CommonMark 0.31, Lists). */
function keepListsApart(detail: string): string {
  const blocks: string[] = [];
  for (const block of detail.split('\n\n')) {
    blocks.push(ENDS_IN_LIST.test(blocks.at(-1) ?? '') ? block.replace(/^- /gm, '* ') : block);
  }
  return blocks.join('\n\n');
}
