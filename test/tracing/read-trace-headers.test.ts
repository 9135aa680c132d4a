/** W3C Trace Context: https://www.w3.org/TR/trace-context/ */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readTraceHeaders } from '../../src/tracing/read-trace-headers.ts';
import { tidyTracestate } from '../../src/tracing/tidy-tracestate.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const VALID = `00-${TRACE}-${SPAN}-01`;

describe('traceparent', () => {
  test('names trace, span of the caller and flags, and goes on as it came', () => {
    expect(readTraceHeaders({ traceparent: VALID })).toEqual({ traceId: TRACE, parentId: SPAN, flags: 1, traceparent: VALID });
    expect(readTraceHeaders({ traceparent: `00-${TRACE}-${SPAN}-00` })).toMatchObject({ flags: 0, traceparent: `00-${TRACE}-${SPAN}-00` });
    expect(readTraceHeaders({ traceparent: `00-${TRACE}-${SPAN}-ff` })).toMatchObject({ flags: 255, traceparent: `00-${TRACE}-${SPAN}-ff` });
  });

  test.each([
    ['of a later version', `01-${TRACE}-${SPAN}-01`, '01'], ['with more after it', `cc-${TRACE}-${SPAN}-01-what-the-future-brings`, '01'],
    ['with flags that are not known yet', `fe-${TRACE}-${SPAN}-fe`, '02'],
  ])('%s goes on in the version that is known', (_, traceparent, flags) => {
    expect(readTraceHeaders({ traceparent })).toMatchObject({ traceId: TRACE, parentId: SPAN, traceparent: `00-${TRACE}-${SPAN}-${flags}` });
  });

  test.each([
    ['nothing', ''], ['a forbidden version', `ff-${TRACE}-${SPAN}-01`], ['no trace', `00-${'0'.repeat(32)}-${SPAN}-01`], ['no span', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['capitals', `00-${TRACE.toUpperCase()}-${SPAN}-01`], ['letters that are no digits', `00-${TRACE.replace('a', 'g')}-${SPAN}-01`], ['a short trace', `00-${TRACE.slice(1)}-${SPAN}-01`],
    ['a long span', `00-${TRACE}-${SPAN}0-01`], ['flags of one digit', `00-${TRACE}-${SPAN}-1`], ['more than version 00 has', `${VALID}-x`], ['a dash at its end', `${VALID}-`], ['more without a dash', `01-${TRACE}-${SPAN}-01x`],
    ['two of them', `${VALID}, ${VALID}`], ['two of a later version', `01-${TRACE}-${SPAN}-01, 01-${TRACE}-${SPAN}-01`], ['a line break', `${VALID}\r\nX: y`], ['a line break in a later version', `01-${TRACE}-${SPAN}-01-\r\nX: y`], ['a blank before it', ` ${VALID}`],
  ])('with %s is none, and its tracestate is not looked at', (_, traceparent) => {
    expect(readTraceHeaders({ traceparent, tracestate: 'a=1' })).toBeUndefined();
  });

  test('a tracestate alone is none, and a malformed one does not spoil the traceparent', () => {
    expect(readTraceHeaders({ tracestate: 'a=1' })).toBeUndefined();
    expect(readTraceHeaders({ traceparent: VALID, tracestate: 'a=1' })).toMatchObject({ traceparent: VALID, tracestate: 'a=1' });
    expect(readTraceHeaders({ traceparent: VALID, tracestate: 'no state' })).toEqual({ traceId: TRACE, parentId: SPAN, flags: 1, traceparent: VALID });
  });
});

describe('tracestate', () => {
  const members = (count: number, value = '1') => Array.from({ length: count }, (_, index) => `k${index}=${value}`).join();

  test.each(['rojo=00f067aa0ba902b7', 'congo=t61rcWkgMzE,rojo=00f067aa0ba902b7', 'fw529a3039@dt=FfAAAAA', '0a_-*/@b=x', 'a=1, \tb=2', 'a=1,,b=2', 'a= inner and leading blanks', 'a=!:;<>~', `${'a'.repeat(256)}=1`, `a=${'x'.repeat(256)}`, members(32)])('%s goes on as it came', (written) => {
    expect(tidyTracestate(written)).toBe(written);
  });

  test.each([
    ['nothing', ''], ['commas alone', ',,, ,'], ['no value', 'a='], ['no sign', 'a'], ['no key', '=1'], ['a capital', 'A=1'], ['a blank in a key', 'a b=1'], ['a blank before the sign', 'a =1'], ['two signs', 'a=1=2'], ['a key twice', 'a=1,b=2,a=3'], ['a key of 257', `${'a'.repeat(257)}=1`], ['a value of 257', `a=${'x'.repeat(257)}`],
    ['33 members', members(33)], ['32 commas', `a=1${','.repeat(32)}`], ['a control character', 'a=1\u0000'], ['a line break', 'a=1\r\nX: y'], ['a letter beyond ASCII', 'a=ö'], ['a blank beyond ASCII around a member', '\u00a0a=1,\u00a0b=2\u00a0'], ['a blank beyond ASCII alone between commas', 'a=1,\u00a0,b=2'], ['a line break after a member', 'a=1\n,b=2'], ['a tab in a value', 'a=1\t2'], ['one bad member', 'a=1,B=2'],
  ])('with %s does not go on', (_, written) => {
    expect(tidyTracestate(written)).toBeUndefined();
  });

  test('beyond 512 characters whole members are left out, long ones first, then the last ones', () => {
    const long = `long=${'x'.repeat(124)}`;
    const short = members(30, 'x'.repeat(11));
    expect(`${long},${short}`.length).toBeGreaterThan(512);
    expect(tidyTracestate(`${long},${short}`)).toBe(short);
    const twenty = members(20, 'x'.repeat(40));
    const kept = tidyTracestate(twenty)!;
    expect(twenty.startsWith(`${kept},k11=`)).toBe(true);
    expect(kept.length).toBeLessThanOrEqual(512);
    expect(tidyTracestate([1, 2, 3].map((each) => `k${each}=${'x'.repeat(200)}`).join())).toBeUndefined();
    expect(tidyTracestate(`${twenty},,`)).toBe(kept);
  });

  test('whatever came, what goes on fits into a header and is tidy itself', () => {
    const member = fc.tuple(fc.stringMatching(/^[a-z][a-z0-9_*/@-]{0,9}$/), fc.stringMatching(/^[ -~]{1,140}$/)).map(([key, value]) => `${key}=${value.replace(/[,=]/g, '-')}`);
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(member, { maxLength: 40 }).map((all) => all.join())), (written) => {
      const kept = tidyTracestate(written);
      if (kept === undefined) return;
      expect(kept).toMatch(/^[\t\x20-\x7e]{1,512}$/);
      expect(tidyTracestate(kept)).toBe(kept);
    }));
  });
});
