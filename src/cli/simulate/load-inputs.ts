/** Reads every file into the work file, some lines a transaction: a process that is killed goes on where it was. */
import { statSync } from 'node:fs';
import { BodyError } from '../../errors.ts';
import { inputLines, type InputLine } from './input-lines.ts';
import { keepResource, type Keeper } from './keep-resource.ts';
import type { InputFile } from './list-inputs.ts';
import { parseBounded } from './parse-bounded.ts';
import { readDocument } from './read-document.ts';

export interface LoadOptions extends Keeper {
  readonly maxBytes: number;
  /** Called as bytes of the files are read. */
  readonly onRead: (bytes: number) => void;
  /** Called for each thing that is wrong: `file:line: pointer: message`. */
  readonly onProblem: (problem: string) => void;
}

const NO_LINE = 0;

export async function loadInputs(files: readonly InputFile[], options: LoadOptions): Promise<void> {
  const { work } = options;
  let before = 0;
  for (const file of files) {
    work.run('INSERT OR IGNORE INTO files VALUES (?, 0, 0, 0, 0, NULL)', file.path);
    const [state] = work.all('SELECT lines, is_done FROM files WHERE name = ?', file.path);
    const at = before;
    const onRead = (bytes: number): void => options.onRead(at + bytes);
    if (state!['is_done'] === 0) await loadFile(file, Number(state!['lines']), { ...options, onRead });
    before += file.bytes;
    options.onRead(before);
  }
}

/** What ends it early is the fault of the file: whatever else it held is not known. */
async function loadFile(file: InputFile, done: number, options: LoadOptions): Promise<void> {
  const { work, maxBytes, onRead } = options;
  const fail = (message: string): void => {
    work.run('UPDATE files SET fault = ? WHERE name = ?', message, file.path);
    tell(file, NO_LINE, message, options);
  };
  try {
    // A document is one transaction: it was kept whole, or not at all.
    if (file.kind === 'json' && done > 0) onRead(file.bytes);
    else if (file.kind === 'json') await readDocument(file, maxBytes, (value, text) => work.together(() => keepDocument(value, text, file, options)));
    else for await (const { lines, bytesRead } of inputLines(file, { maxBytes, done })) {
      work.together(() => keepLines(lines, file, options));
      onRead(bytesRead);
    }
  } catch (error) {
    const message = faultOf(error);
    if (message === undefined) throw error;
    fail(message);
  }
  if (hasChanged(file)) fail('was changed while it was read.');
  work.run('UPDATE files SET is_done = 1 WHERE name = ?', file.path);
}

function keepLines(lines: readonly InputLine[], file: InputFile, options: LoadOptions): void {
  let [resources, bad] = [0, 0];
  for (const { line, bytes } of lines) {
    if (bytes !== undefined && isBlank(bytes)) continue;
    const fault = bytes === undefined ? unread(`is longer than ${options.maxBytes} bytes.`) : keepLine(bytes, file, options);
    if (fault?.isUnread === true) bad += 1;
    else resources += 1;
    if (fault !== undefined) tell(file, line, fault.message, options);
  }
  const last = lines.at(-1)?.line;
  if (last !== undefined) options.work.run('UPDATE files SET lines = ?, resources = resources + ?, bad = bad + ? WHERE name = ?', last, resources, bad, file.path);
}

/** `isUnread`: it may have been of any type the file holds. */
interface LineFault {
  readonly message: string;
  readonly isUnread: boolean;
}

function keepLine(bytes: Buffer, file: InputFile, options: LoadOptions): LineFault | undefined {
  let value: unknown;
  try {
    value = parseBounded(bytes);
  } catch (error) {
    if (error instanceof BodyError) return unread(error.message);
    throw error;
  }
  return keep(value, bytes.toString('utf8').replace(/^\uFEFF/, ''), file, options);
}

function keepDocument(value: unknown, text: string, file: InputFile, options: LoadOptions): void {
  const isExport = isManifest(value);
  if (isExport) options.work.run('INSERT OR REPLACE INTO about VALUES (?, ?)', `manifest ${file.path}`, text);
  const fault = isExport ? undefined : keep(value, text, file, options);
  const isRead = fault?.isUnread !== true;
  options.work.run('UPDATE files SET lines = 1, resources = ?, bad = ? WHERE name = ?', isRead ? 1 : 0, isRead ? 0 : 1, file.path);
  if (fault !== undefined) tell(file, NO_LINE, fault.message, options);
}

/** What is wrong with it. Where its type is known, that type is short of it. */
function keep(value: unknown, text: string, file: InputFile, options: LoadOptions): LineFault | undefined {
  const { type, fault } = keepResource(value, text, file.path, options);
  if (fault === undefined) return undefined;
  const message = `${fault.pointer === '' ? '' : `${fault.pointer}: `}${fault.message}`;
  if (type === undefined) return unread(message);
  if (fault.isSettled !== true) options.work.run('INSERT OR IGNORE INTO short VALUES (?, ?)', ANYTHING.includes(type) ? ANY_TYPE : type, `${file.shown}: ${message}`);
  return { message, isUnread: false };
}

/** An error of the export may be about anything, and a Bundle that cannot be read may be anybody's. */
const ANYTHING = ['OperationOutcome', 'Bundle'];
/** Stands for every type in the table of what is short. */
export const ANY_TYPE = '*';

function unread(message: string): LineFault {
  return { message, isUnread: true };
}

/** FHIR Bulk Data Access, Response - Complete Status. */
function isManifest(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !('resourceType' in value) && Array.isArray((value as { output?: unknown }).output);
}

function tell({ path, shown }: InputFile, line: number, message: string, { work, onProblem }: LoadOptions): void {
  work.run('INSERT INTO problems VALUES (?, ?, ?)', path, line, message);
  onProblem(`${shown}${line === NO_LINE ? '' : `:${line}`}: ${message}`);
}

/** For what files and their compression fail with. */
function faultOf(error: unknown): string | undefined {
  if (error instanceof BodyError) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR') return 'is cut off: the compressed file ends too early.';
  if (code?.startsWith('Z_') === true) return `cannot be decompressed (${code}).`;
  return code !== undefined && /^E[A-Z]+$/.test(code) ? `cannot be read (${code}).` : undefined;
}

function hasChanged({ path, bytes, modifiedMs }: InputFile): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.size !== bytes || stats.mtimeMs !== modifiedMs;
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);
}
