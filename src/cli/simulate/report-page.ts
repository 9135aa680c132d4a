/** The report as one file for people: its pictures are in it, and nothing is loaded from anywhere. */
import { html } from '../../web/html.ts';
import type { Report } from './report.ts';

export function reportPage(report: Report): string {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Simulation</title></head><body><pre>${JSON.stringify(report, null, 2)}</pre></body></html>`.html;
}
