import { parentPort, workerData } from 'node:worker_threads';
import { createChecker } from '@/lib/kql/check';
import type { Schemas } from '@/lib/kql/schemas';
import { createContext } from './proof-context';
import type { ProofAnswer, ProofTask } from './proof-pool';
import { prove } from './prove';
import { fromJson } from './rule-json';

const { schemas, translatorVersion } = (
  workerData as { data: { schemas: Schemas; translatorVersion: string } }
).data;
const checker = createChecker(schemas);
const context = createContext(schemas, translatorVersion);

parentPort?.on('message', (message: string) => {
  parentPort?.postMessage(fromJson<ProofTask[]>(message).map(answer));
});

function answer({ checks, proof }: ProofTask): ProofAnswer {
  const begun = performance.now();
  const findings = checks.map(({ kql, target }) => checker.check(kql, target));
  const checked = performance.now();
  const evidence = proof ? prove(proof, context) : [];
  const milliseconds = { check: checked - begun, prove: performance.now() - checked };
  return { findings, evidence, milliseconds };
}
