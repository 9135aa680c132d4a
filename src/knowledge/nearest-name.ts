/** What somebody may have meant who misspelt a name. */

/** So many letters wrong, missing, too many or swapped are a slip; of short names one. */
const MOST_SLIPS = 3;
const LETTERS_A_SLIP = 3;

/** "; did you mean backPain?", or nothing where no name is close. */
export function nearestName(name: string, names: Iterable<string>): string {
  const most = Math.min(MOST_SLIPS, Math.max(1, Math.floor(name.length / LETTERS_A_SLIP)));
  let closest: { readonly name: string; readonly slips: number } | undefined;
  for (const each of names) {
    const slips = Math.abs(each.length - name.length) > most ? Infinity : slipsBetween(name.toLowerCase(), each.toLowerCase());
    if (each !== name && slips <= most && slips < (closest?.slips ?? Infinity)) closest = { name: each, slips };
  }
  return closest === undefined ? '' : `; did you mean ${closest.name}?`;
}

/** Optimal string alignment: letters changed, left out, put in, or two neighbours swapped. */
function slipsBetween(one: string, other: string): number {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      line.push(Math.min(last[column]! + 1, line[column - 1]! + 1, last[column - 1]! + (isSame ? 0 : 1), isSwapped ? before[column - 2]! + 1 : Infinity));
    }
    [before, last] = [last, line];
  }
  return last[other.length]!;
}
