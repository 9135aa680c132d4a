/**
 * Processes that judge lines side by side. One that dies takes nothing along: its batch is tried again line by line, and the line it died of is
 * named. They are no threads, as a thread that runs out of memory while it parses ends the whole process.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { ConfigError } from '../../errors.ts';
import { badLine, joinAnswers, type BatchAnswer, type LineOptions } from './answer-lines.ts';
import type { WorkerMessage } from './line-worker.ts';
import { linesOf, type LineBatch } from './split-lines.ts';

export interface LinePool {
  /** Resolves when all have the knowledge. Rejects with ConfigError for settings they cannot use. */
  readonly ready: Promise<void>;
  /** Rejects only where none can be started. */
  answer(batch: LineBatch): Promise<BatchAnswer>;
  /** True while one has nothing to do. */
  isIdle(): boolean;
  close(): void;
}

export interface PoolOptions extends LineOptions {
  readonly workers: number;
  /** Called when one runs out of work. */
  readonly onIdle: () => void;
}

interface Job {
  readonly batch: LineBatch;
  readonly resolve: (answer: BatchAnswer | 'died') => void;
  readonly reject: (error: unknown) => void;
}

interface Member {
  readonly child: ChildProcess;
  job?: Job | undefined;
}

export function createLinePool({ workers, onIdle, ...options }: PoolOptions): LinePool {
  const { workerMb } = options;
  const queue: Job[] = [];
  const members = new Set<Member>();
  const idle: Member[] = [];
  let refusal: ConfigError | undefined;
  let isClosed = false;

  const give = (member: Member, job: Job): void => {
    member.job = job;
    member.child.send(job.batch);
  };
  const next = (member: Member): void => {
    member.job = undefined;
    const job = queue.shift();
    if (job !== undefined) return give(member, job);
    idle.push(member);
    onIdle();
  };
  const refuse = (message: string): void => {
    refusal ??= new ConfigError(message);
    for (const job of queue.splice(0)) job.reject(refusal);
  };

  const start = (): Promise<void> => new Promise((resolve, reject) => {
    // What V8 writes as it dies is for nobody here.
    const child = fork(join(import.meta.dirname, 'line-worker.ts'), { serialization: 'advanced', execArgv: [`--max-old-space-size=${workerMb}`], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const member: Member = { child };
    let isReady = false;
    members.add(member);
    child.on('message', (message: WorkerMessage) => {
      if (message.kind === 'refused') {
        refuse(message.message);
        return reject(refusal);
      }
      if (message.kind === 'answer') member.job?.resolve(message.answer);
      isReady = true;
      resolve();
      next(member);
    });
    child.on('error', () => undefined);
    child.on('exit', () => {
      members.delete(member);
      if (idle.includes(member)) idle.splice(idle.indexOf(member), 1);
      if (isClosed) return;
      if (isReady) start().catch(() => undefined);
      else refuse(`A process ended before it had the knowledge. Give each more memory than ${workerMb} MB (--worker-mb), or start fewer (--workers).`);
      member.job?.resolve('died');
      reject(refusal);
    });
    child.send(options);
  });

  const run = (batch: LineBatch): Promise<BatchAnswer | 'died'> => new Promise((resolve, reject) => {
    if (refusal !== undefined) return reject(refusal);
    const job = { batch, resolve, reject };
    const member = idle.shift();
    if (member === undefined) queue.push(job);
    else give(member, job);
  });

  async function answer(batch: LineBatch): Promise<BatchAnswer> {
    const answered = await run(batch);
    if (answered !== 'died') return answered;
    const lines = linesOf(batch);
    if (lines.length <= 1) return badLine(batch.first, { code: 'out-of-memory', message: `A process with ${workerMb} MB died of it.` });
    const answers: BatchAnswer[] = [];
    for (const line of lines) answers.push(await answer(line));
    return joinAnswers(answers);
  }

  const started = Promise.all(Array.from({ length: workers }, start));
  return {
    ready: started.then(() => undefined),
    answer,
    isIdle: () => idle.length > 0,
    close: () => {
      isClosed = true;
      for (const { child } of members) child.kill();
    },
  };
}
