/**
 * Processes that work side by side. One that dies takes nothing along: who gave it the job is told, and another takes its place. They are no
 * threads, as a thread that runs out of memory while it parses ends the whole process.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { ConfigError } from '../errors.ts';

/** What a process says. */
export type WorkerMessage<Answer> = { readonly kind: 'ready' } | { readonly kind: 'refused'; readonly message: string } | { readonly kind: 'answer'; readonly answer: Answer };

export interface WorkerPool<Work, Answer> {
  /** Resolves when all have the knowledge. Rejects with ConfigError for settings they cannot use. */
  readonly ready: Promise<void>;
  /** Rejects with ConfigError only where none can be started. */
  run(work: Work): Promise<Answer | 'died'>;
  /** True while one has nothing to do. */
  isIdle(): boolean;
  close(): void;
}

export interface WorkerPoolOptions {
  /** The program of a process; its first message is `greeting`. */
  readonly program: string;
  readonly greeting: object;
  readonly workers: number;
  /** Memory of one. */
  readonly workerMb: number;
  /** Called when one runs out of work. */
  readonly onIdle: () => void;
}

interface Job<Work, Answer> {
  readonly work: Work;
  readonly resolve: (answer: Answer | 'died') => void;
  readonly reject: (error: unknown) => void;
}

interface Member<Work, Answer> {
  readonly child: ChildProcess;
  job?: Job<Work, Answer> | undefined;
}

export function createWorkerPool<Work extends object, Answer>({ program, greeting, workers, workerMb, onIdle }: WorkerPoolOptions): WorkerPool<Work, Answer> {
  const queue: Job<Work, Answer>[] = [];
  const members = new Set<Member<Work, Answer>>();
  const idle: Member<Work, Answer>[] = [];
  let refusal: ConfigError | undefined;
  let isClosed = false;

  const give = (member: Member<Work, Answer>, job: Job<Work, Answer>): void => {
    member.job = job;
    member.child.send(job.work);
  };
  const next = (member: Member<Work, Answer>): void => {
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
    const child = fork(program, { serialization: 'advanced', execArgv: [`--max-old-space-size=${workerMb}`], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const member: Member<Work, Answer> = { child };
    let isReady = false;
    members.add(member);
    child.on('message', (message: WorkerMessage<Answer>) => {
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
    child.send(greeting);
  });

  const started = Promise.all(Array.from({ length: workers }, start));
  return {
    ready: started.then(() => undefined),
    run: (work) => new Promise((resolve, reject) => {
      if (refusal !== undefined) return reject(refusal);
      const job = { work, resolve, reject };
      const member = idle.shift();
      if (member === undefined) queue.push(job);
      else give(member, job);
    }),
    isIdle: () => idle.length > 0,
    close: () => {
      isClosed = true;
      for (const { child } of members) child.kill();
    },
  };
}
