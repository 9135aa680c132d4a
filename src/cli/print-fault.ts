/** A fault that nobody foresaw, for whoever must report it: what it was and where in the program, and nothing of what it was given. */

/** Words of a parser may repeat what it read; those of the file system name a path. */
export function printFault(error: unknown): string {
  if (!(error instanceof Error)) return UNFORESEEN;
  const { name, message, stack = '', syscall, code } = error as NodeJS.ErrnoException;
  const what = syscall !== undefined ? message : [name, code].filter((each) => each !== undefined).join(' ');
  const lines = stack.split('\n').filter((line) => /^ {4}at /.test(line));
  return [UNFORESEEN.replace('.', `: ${what}.`), ...lines].join('\n');
}

const UNFORESEEN = 'Stopped by a fault that was not foreseen. What was asked is not done; please report it with the lines below.';
