// A worker thread starts without the TypeScript loader of the process that starts it. This is the
// loader's synchronous form, which needs no second thread for each worker.
import { createRequire } from 'node:module';
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/cjs/api';

register();
createRequire(import.meta.url)(workerData.module);
