/** Physical units as EHRs write them, converted between spellings and scales; a unit that cannot be converted gives nothing. */

const SCALES: Readonly<Record<string, Readonly<Record<string, (value: number) => number>>>> = {
  Cel: {
    cel: (value) => value, c: (value) => value, '°c': (value) => value, 'degc': (value) => value, 'deg c': (value) => value, celsius: (value) => value,
    '[degf]': fromFahrenheit, f: fromFahrenheit, '°f': fromFahrenheit, degf: fromFahrenheit, 'deg f': fromFahrenheit, fahrenheit: fromFahrenheit,
  },
  kg: {
    kg: (value) => value, g: (value) => value / 1000, '[lb_av]': (value) => value * 0.45359237, lb: (value) => value * 0.45359237, lbs: (value) => value * 0.45359237,
    '[oz_av]': (value) => value * 0.028349523, oz: (value) => value * 0.028349523,
  },
  '10*9/L': {
    '10*9/l': (value) => value, '10*3/ul': (value) => value, 'k/ul': (value) => value, 'x10e3/ul': (value) => value, 'thousand/ul': (value) => value, '10*3/mm3': (value) => value, 'k/mm3': (value) => value,
    '/ul': (value) => value / 1000, '{cells}/ul': (value) => value / 1000, 'cells/ul': (value) => value / 1000, '/mm3': (value) => value / 1000, 'cells/mm3': (value) => value / 1000, '10*6/l': (value) => value / 1000,
  },
  'mg/L': { 'mg/l': (value) => value, 'mg/dl': (value) => value * 10, 'ug/ml': (value) => value },
};

/** A quantity's value in one of the units above (`Cel`, `kg`, `mg/L`, `10*9/L`); `undefined` for any other unit. */
export function convert(quantity: { readonly value?: unknown; readonly unit?: unknown; readonly code?: unknown }, to: string): number | undefined {
  const value = typeof quantity.value === 'string' && quantity.value.trim() !== '' ? Number(quantity.value) : quantity.value;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const written = [quantity.code, quantity.unit].filter((unit): unit is string => typeof unit === 'string');
  const scales = SCALES[to] ?? {};
  const scale = written.map((unit) => unit.trim().toLowerCase()).filter((unit) => Object.hasOwn(scales, unit)).map((unit) => scales[unit]!)[0];
  if (scale !== undefined) return Math.round(scale(value) * 10_000) / 10_000;
  return written.length > 0 ? undefined : withoutUnit(value, to);
}

const HOTTEST_CELSIUS = 45;

/** A value that came without a unit is read as the unit asked for; no living body is hotter than 45 °C, so that one is Fahrenheit. */
function withoutUnit(value: number, to: string): number {
  return to === 'Cel' && value > HOTTEST_CELSIUS ? Math.round(fromFahrenheit(value) * 10_000) / 10_000 : value;
}

function fromFahrenheit(value: number): number {
  return ((value - 32) * 5) / 9;
}
