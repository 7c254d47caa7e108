import { parentPort, workerData } from 'node:worker_threads';
import type { Schemas } from '@/lib/kql/schemas';
import { createContext } from './context';
import { type ProofInput, prove } from './prove';
import { fromJson } from './rule-json';

const { schemas, translatorVersion } = workerData as {
  schemas: Schemas;
  translatorVersion: string;
};
const context = createContext(schemas, translatorVersion);

parentPort?.on('message', (message: string) => {
  const inputs = fromJson<ProofInput[]>(message);
  parentPort?.postMessage(inputs.map((input) => prove(input, context)));
});
