import { parentPort, workerData } from 'node:worker_threads';
import { createChecker } from './check';
import type { CheckRequest } from './check-pool';
import type { Schemas } from './schemas';

const checker = createChecker((workerData as { data: Schemas }).data);

parentPort?.on('message', (requests: readonly CheckRequest[]) => {
  parentPort?.postMessage(requests.map(({ kql, target }) => checker.check(kql, target)));
});
