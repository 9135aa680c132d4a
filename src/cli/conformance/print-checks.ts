/** Checks as they are read: a table for people, JSON for programs (docs/conformance.schema.json), JUnit XML for whoever builds. */
import type { Check, Evidence } from './check.ts';
import { printable } from './json.ts';

export type Form = 'table' | 'json' | 'junit';

/** What was examined, when. */
export interface Heading {
  readonly what: 'service' | 'client';
  readonly at: Date;
}

const MARKS: Readonly<Record<Check['result'], string>> = { pass: 'pass', fail: 'FAIL', warn: 'warn', skipped: 'skip' };
const NAME_WIDTH = 10;

export function printChecks(checks: readonly Check[], form: Form, heading: Heading): string {
  switch (form) {
    case 'table': return asTable(checks);
    case 'json': return `${JSON.stringify({ examined: heading.what, at: heading.at.toISOString(), specification: 'CDS Hooks 2.0', counts: countsOf(checks), checks }, undefined, 2)}\n`;
    case 'junit': return asJunit(checks, heading);
  }
}

/** 0 where no SHALL failed, 1 where one did. */
export function exitCodeOf(checks: readonly Check[]): 0 | 1 {
  return checks.some(({ result }) => result === 'fail') ? 1 : 0;
}

function countsOf(checks: readonly Check[]): Readonly<Record<Check['result'], number>> {
  const count = (result: Check['result']): number => checks.filter((check) => check.result === result).length;
  return { pass: count('pass'), fail: count('fail'), warn: count('warn'), skipped: count('skipped') };
}

function asTable(checks: readonly Check[]): string {
  const abouts = [...new Set(checks.map(({ about }) => about))];
  const parts = abouts.map((about) => `${printable(about)}\n${checks.filter((check) => check.about === about).map(linesOf).join('')}`);
  const { pass, fail, warn, skipped } = countsOf(checks);
  return `${parts.join('\n')}\n${pass} pass, ${fail} fail, ${warn} warn, ${skipped} skipped. ${fail === 0 ? 'No SHALL failed.' : `${fail} SHALL failed.`}\n`;
}

function linesOf({ id, level, text, result, why, evidence = [] }: Check): string {
  const line = `  ${MARKS[result]}  ${id.padEnd(NAME_WIDTH)} ${level.padEnd(6)} ${text}${why === undefined ? '' : ` (${why})`}\n`;
  return `${line}${evidence.map((each) => `        ${describe(each)}\n`).join('')}`;
}

function describe({ call, status, pointer, fault, sent }: Evidence): string {
  return printable(`${call}${status === undefined ? '' : ` → ${status}`}${pointer === undefined ? '' : ` ${pointer === '' ? '(whole body)' : pointer}`}: ${fault}${sent === undefined ? '' : `; sent ${sent}`}`);
}

/** A SHOULD that is not met is no failure of a build: it is written as output of its case. */
function asJunit(checks: readonly Check[], { what, at }: Heading): string {
  const abouts = [...new Set(checks.map(({ about }) => about))];
  const suites = abouts.map((about) => {
    const own = checks.filter((check) => check.about === about);
    const { fail, skipped } = countsOf(own);
    return `  <testsuite name="${escapeXml(about)}" tests="${own.length}" failures="${fail}" errors="0" skipped="${skipped}" timestamp="${at.toISOString().slice(0, 19)}">\n${own.map((check) => caseOf(check)).join('')}  </testsuite>\n`;
  });
  const { fail, skipped } = countsOf(checks);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="CDS Hooks ${what}" tests="${checks.length}" failures="${fail}" errors="0" skipped="${skipped}">\n${suites.join('')}</testsuites>\n`;
}

function caseOf({ id, level, text, about, result, why, evidence = [] }: Check): string {
  const words = escapeXml(evidence.map(describe).join('\n'));
  const inside: Readonly<Record<Check['result'], string>> = {
    pass: '', fail: `<failure message="${escapeXml(`${id} ${level}: ${text}`)}">${words}</failure>`, warn: `<system-out>${words}</system-out>`, skipped: `<skipped message="${escapeXml(why ?? '')}"/>`,
  };
  return `    <testcase classname="${escapeXml(about)}" name="${escapeXml(`${id} ${level}: ${text}`)}">${inside[result]}</testcase>\n`;
}

/** Characters that XML 1.0 has none for are left out. */
function escapeXml(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
