import { workerData } from 'node:worker_threads';
import type { Diagnostic } from '@/lib/diagnostic';
import { createChecker } from './check';
import type { CheckRequest } from './check-pool';
import type { Schemas } from './schemas';
import { serveTasks } from './task-worker';

const checker = createChecker((workerData as { data: Schemas }).data);
// Microsoft's parser loads with its first query, which takes longer than most queries.
checker.check('print 1', 'sentinel');

serveTasks<CheckRequest, readonly Diagnostic[]>(
  (message) => message as readonly CheckRequest[],
  ({ kql, target }) => checker.check(kql, target),
);
