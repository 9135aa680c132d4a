/** Decision tables: columns with a few possible values each, rows read from the top, the first that fits wins. */

export interface Column {
  readonly name: string;
  readonly values: readonly string[];
}

/** A row fits when each named column has one of the listed values; a column left out fits any value. */
export interface Row<Result> {
  readonly cells: Readonly<Record<string, readonly string[]>>;
  readonly result: Result;
}

export interface Table<Result> {
  readonly columns: readonly Column[];
  readonly rows: readonly Row<Result>[];
}

/** The result of the first row that fits the answers, or `undefined` where none does (a gate makes that impossible). */
export function matchRow<Result>(table: Table<Result>, answers: Readonly<Record<string, string>>): Result | undefined {
  return table.rows.find((row) => fits(row, answers))?.result;
}

function fits<Result>(row: Row<Result>, answers: Readonly<Record<string, string>>): boolean {
  for (const name in row.cells) {
    if (!row.cells[name]!.includes(answers[name] ?? '')) return false;
  }
  return true;
}
