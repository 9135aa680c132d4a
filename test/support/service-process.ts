/** The service as a process of its own, as an operator starts it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

export interface ServiceProcess {
  /** `http://127.0.0.1:PORT`. */
  readonly address: string;
  readonly pid: number;
  /** Lines of the log so far. */
  log(): readonly Readonly<Record<string, unknown>>[];
  /** Sends the signal and waits for the end; gives the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts it on a free port, as one process unless told otherwise, and waits until it listens; fails with what it wrote when it ends before. Words before the command may put it into surroundings of its own. */
export async function startService(settings: Readonly<Record<string, string>>, before: readonly string[] = []): Promise<ServiceProcess> {
  const [command = process.execPath, ...words] = [...before, process.execPath, 'src/main.ts'];
  const child = spawn(command, words, { cwd: ROOT, env: { PATH: process.env['PATH'], PORT: '0', PROCESSES: '1', TIME_ZONE: 'UTC', MAX_LAG_MS: '600000', ...settings } as unknown as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const port = await new Promise<string>((resolve, reject) => {
    let isTold = false;
    const take = (chunk: unknown): void => {
      output += String(chunk);
      // Looking again through a log that grows for an hour would be all that is done.
      const told = isTold ? undefined : /"port":(\d+)/.exec(output)?.[1];
      if (told === undefined) return;
      isTold = true;
      resolve(told);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('close', () => reject(new Error(`The service ended: ${output}`)));
  });
  return {
    address: `http://127.0.0.1:${port}`,
    pid: child.pid!,
    // What is said on standard error is no line of the log.
    log: () => output.split('\n').slice(0, -1).filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
    end: async (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/** What came back, or nothing where the connection broke. */
export async function send(url: string, body: unknown): Promise<{ readonly status: number; readonly body: any } | undefined> {
  try {
    const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    return { status: answer.status, body: await answer.json() };
  } catch {
    return undefined;
  }
}
