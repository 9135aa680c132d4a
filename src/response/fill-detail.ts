/** Fills the body of a card: a line any of whose values is missing is left out. */
import { fillLine, type Values } from './fill-line.ts';

/** GitHub-Flavored Markdown, or `undefined` where no line is left. */
export function fillDetail(template: string, values: Values, showDay?: (day: string) => string): string | undefined {
  const lines = template.split('\n').map((line) => fillLine(line, values, showDay)).filter((line) => line !== undefined);
  const detail = lines.join('\n').replace(/\n{3,}/g, '\n\n').trim();
  return detail === '' ? undefined : detail;
}

/** The same as plain text: without emphasis, with bullets that are characters. The values must be plain words. */
export function fillTextDetail(template: string, values: Values, showDay?: (day: string) => string): string | undefined {
  return fillDetail(template.replaceAll('**', ''), values, showDay)?.replaceAll('**', '').replace(/^- /gm, '• ');
}
