/** Gate "tables": every combination of answers reaches a row, every row is reached by one, every study is rated in every variant. */
import type { Problem } from '../errors.ts';
import type { Column, Row, Table } from '../decision/table.ts';
import type { Topic } from '../decision/topic.ts';
import { nearestName } from './nearest-name.ts';

type Region = Readonly<Record<string, readonly string[]>>;

/** Problems of the two tables and of the ratings. */
export function checkTables(topic: Topic, name: string): readonly Problem[] {
  return [...checkTable(topic.scenarioTable, `${name}/variants.yaml`), ...checkTable(topic.adviceTable, `${name}/advice.yaml`), ...checkRatings(topic, name)];
}

function checkTable<Result>(table: Table<Result>, file: string): readonly Problem[] {
  const used = table.columns.filter(({ name }) => table.rows.some((row) => name in row.cells));
  const wrong = table.rows.flatMap((row, index) => Object.entries(row.cells).flatMap(([name, values]) => wrongCells(table.columns, `${file}#/table/${index}/when/${name}`, name, values)));
  if (wrong.length > 0) return wrong;
  const whole: Region = Object.fromEntries(used.map(({ name, values }) => [name, values]));
  let open: readonly Region[] = [whole];
  const unreachable: Problem[] = [];
  table.rows.forEach((row, index) => {
    const before = open;
    open = before.flatMap((region) => without(region, row));
    if (before.every((region) => !meets(region, row))) unreachable.push({ pointer: `${file}#/table/${index}`, message: 'no combination of answers reaches this row: rows above it take them all' });
  });
  const holes = open.slice(0, 3).map((region) => ({ pointer: `${file}#/table`, message: `no row for ${describe(region, whole)}` }));
  return [...unreachable, ...holes];
}

function wrongCells(columns: readonly Column[], pointer: string, name: string, values: readonly string[]): readonly Problem[] {
  const column = columns.find((each) => each.name === name);
  if (column === undefined) return [{ pointer, message: `no such column; columns are ${columns.map((each) => each.name).join(', ')}${nearestName(name, columns.map((each) => each.name))}` }];
  return values.filter((value) => !column.values.includes(value)).map((value) => ({ pointer, message: `${value} is no value of ${name} (${column.values.join(', ')})${nearestName(value, column.values)}` }));
}

function meets<Result>(region: Region, row: Row<Result>): boolean {
  return Object.entries(row.cells).every(([name, values]) => region[name]!.some((value) => values.includes(value)));
}

/** What is left of a region when a row has taken its share: at most one piece a column. */
function without<Result>(region: Region, row: Row<Result>): readonly Region[] {
  if (!meets(region, row)) return [region];
  const pieces: Region[] = [];
  let rest: Region = region;
  for (const [name, values] of Object.entries(row.cells)) {
    const outside = rest[name]!.filter((value) => !values.includes(value));
    if (outside.length > 0) pieces.push({ ...rest, [name]: outside });
    rest = { ...rest, [name]: rest[name]!.filter((value) => values.includes(value)) };
  }
  return pieces;
}

function describe(region: Region, whole: Region): string {
  const narrowed = Object.entries(region).filter(([name, values]) => values.length < whole[name]!.length);
  return narrowed.map(([name, values]) => `${name} = ${values.join(' or ')}`).join(', ') || 'anything';
}

function checkRatings(topic: Topic, name: string): readonly Problem[] {
  const variants = new Set([...topic.scenarios.values()].flatMap(({ ratedAs }) => (ratedAs === undefined ? [] : [ratedAs])));
  return topic.studies.flatMap((study) => [...variants].filter((variant) => topic.ratings.get(variant)?.get(study.ratedAs) === undefined)
    .map((variant) => ({ pointer: `${name}/variants.yaml#/ratings/${study.ratedAs}`, message: `no rating in ${variant}` })));
}
