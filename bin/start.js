/** Starts the service as `node src/main.ts` does, with modules as an earlier start left them ready beside the packages. Where nothing can be written each start makes them ready, without a word. */
import nodeModules from 'node:module';
import { join } from 'node:path';

// Threads and further processes go by the environment.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../node_modules/.cache/backstop');
nodeModules.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
await import('../src/main.ts');
