// A worker thread starts without the TypeScript loader of the process that starts it. This is the
// loader's synchronous form: the other runs in a thread of its own, and now and then two workers that
// start it at once wait for it for ever.
import { createRequire } from 'node:module';
import { register } from 'tsx/cjs/api';

register();
createRequire(import.meta.url)('./check-worker.ts');
