#!/usr/bin/env node
/** Starts the command line on the Node it needs: this one, or the one that came with `npm ci`. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const command = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../src/cli.ts');
const MAJOR = 24;
const PATIENCE_MS = 250;

if (Number(process.versions.node.split('.')[0]) >= MAJOR) await import(command);
else {
  const own = createRequire(import.meta.url).resolve('node/bin/node');
  const child = spawn(own, [command, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal tells the whole group: the command has ended, or is about to, when it is told again.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { setTimeout(() => child.kill(signal), PATIENCE_MS).unref(); });
  child.on('exit', (code, signal) => { process.exitCode = code ?? (signal === null ? 1 : 2); });
}
