/** What a process and its children have cost so far, as Linux counts it: all their threads. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessCost {
  readonly cpuMs: number;
  readonly memoryBytes: number;
}

/** A tick of `/proc/PID/stat` on every Linux that Node runs on (USER_HZ). */
const TICK_MS = 10;
const PAGE_BYTES = 4096;

/** Of a process that runs; zero for one that is gone. */
export function processCost(pid: number): ProcessCost {
  const costs = familyOf(pid).map(ownCost);
  return { cpuMs: costs.reduce((sum, { cpuMs }) => sum + cpuMs, 0), memoryBytes: costs.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0) };
}

/** Of it and its children, without threads. */
export function processCount(pid: number): number {
  return familyOf(pid).length;
}

function familyOf(pid: number): readonly number[] {
  const parents = new Map(readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => [Number(name), Number(statOf(Number(name))[1])]));
  const family = [pid];
  // Grows while it is walked: children of children too.
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family;
}

function ownCost(pid: number): ProcessCost {
  const stat = statOf(pid);
  // Fields 14, 15 and 24 of proc(5), counted from the state, which is the third.
  return { cpuMs: (Number(stat[11] ?? 0) + Number(stat[12] ?? 0)) * TICK_MS, memoryBytes: Number(stat[21] ?? 0) * PAGE_BYTES };
}

/** Fields from the state on: the name before it may hold anything. */
function statOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
  } catch {
    return [];
  }
}
