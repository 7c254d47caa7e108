import { parentPort, workerData } from 'node:worker_threads';
import type { Diagnostic } from '../diagnostic';
import { createChecker } from './check';
import type { CheckRequest } from './check-pool';
import type { Schemas } from './schemas';

const checker = createChecker(workerData as Schemas);

parentPort?.on('message', (requests: readonly CheckRequest[]) => {
  const answers: [key: string, diagnostics: Diagnostic[]][] = requests.map((request) => [
    request.key,
    checker.check(request.kql, request.target),
  ]);
  parentPort?.postMessage(answers);
});
