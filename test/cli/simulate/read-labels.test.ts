/** A file of labels: whatever a spreadsheet writes is read, and what is misspelt is said. */
import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { readLabels } from '../../../src/cli/simulate/read-labels.ts';
import { folderOf } from './simulation.ts';

const labels = (text: string): readonly (readonly [string, string])[] => [...readLabels(join(folderOf({ 'labels.csv': text }), 'labels.csv'))];

describe('labels are read', () => {
  test.each<[string, string]>([
    ['with a heading', 'Order,Label\no1,UNA\no2,appropriate\n'], ['without one', 'o1,UNA\no2,appropriate\n'], ['with semicolons, blanks and quotation marks', '"ServiceRequest/o1" ; "UNA"\r\n "o2";appropriate'],
    ['with tabs, a mark at the beginning and empty lines', '\uFEFFo1\tuna\n\n\t\no2\tAppropriate\t\n'], ['with more columns, one of them of several lines', 'order,label,"why,\nin words"\no1,UNA,"one\ntwo ""three"", four"\no2,appropriate,\n'],
  ])('%s', (_, text) => {
    expect(labels(text)).toEqual([['o1', 'UNA'], ['o2', 'appropriate']]);
  });
});

describe('what is misspelt is said, with its line', () => {
  test.each<[string, string, RegExp]>([
    ['a name that every object has', 'o1,UNA\no2,constructor\n', /^labels\.csv:2: must be an order/], ['a slip in the first line', 'o1,inapropriate\no2,UNA\n', /^labels\.csv:1: must be an order .* or a heading/],
    ['a slip behind an order without digits', 'abc,inapropriate\no2,UNA\n', /^labels\.csv:1: /], ['behind a cell of two lines', 'order,label,"a\nb"\no1,UNA,"c\nd"\no2,maybe\n', /^labels\.csv:5: must be/],
    ['a quotation mark that is not closed', 'o1,UNA\n"o2,UNA\n', /^labels\.csv:2: has a quotation mark/], ['two labels', 'o1,UNA\no1,UA\n', /^labels\.csv:2: this order has another label/],
  ])('%s', (_, text, message) => {
    expect(() => labels(text)).toThrow(message);
  });
});
