import { workerData } from 'node:worker_threads';
import { createChecker } from '@/lib/kql/check';
import { createQueryFacts } from '@/lib/kql/query-facts';
import { type BeginStep, serveTasks } from '@/lib/kql/task-worker';
import { createTranslator, loadMappings, type Translator } from '@/lib/translate';
import { createContext } from './proof-context';
import type {
  ProofTask,
  ProofWorkerData,
  TranslateTask,
  WorkerAnswer,
  WorkerTask,
} from './proof-pool';
import { prove } from './prove';
import { fromJson } from './rule-json';
import { translateToAll } from './translate-to-all';

const {
  schemas,
  mappings,
  translatorVersion,
  placeholders = {},
} = (workerData as { data: ProofWorkerData }).data;
const checker = createChecker(schemas);
const factsOf = createQueryFacts(schemas);
const context = createContext(schemas, translatorVersion, placeholders);
// Microsoft's parser loads with its first query, which takes longer than most rules.
checker.check('print 1', 'sentinel');

serveTasks<WorkerTask, WorkerAnswer>(
  (message) => fromJson<WorkerTask[]>(message as string),
  (asked, begin) =>
    asked.kind === 'prove' ? checkAndProve(asked.task, begin) : translate(asked.task),
);

let translator: Translator | null = null;

/** Few rules are translated here, so the mappings load with the first of them. */
function translate({ rule, related }: TranslateTask): WorkerAnswer {
  translator ??= createTranslator({
    mappings: loadMappings(mappings, schemas).mappings,
    schemas,
    settings: { placeholders },
  });
  return { kind: 'translate', attempts: translateToAll(translator, rule, related) };
}

function checkAndProve({ checks, proof }: ProofTask, begin: BeginStep<WorkerAnswer>): WorkerAnswer {
  const begun = performance.now();
  const checked = checks.map(({ kql, target, table }) => ({
    diagnostics: checker.check(kql, target),
    facts: factsOf(kql, target, table),
  }));
  const checkMilliseconds = performance.now() - begun;
  const kind = 'prove';
  if (!proof) return { kind, checked, evidence: [], checkMilliseconds };
  begin('prove', { kind, checked, checkMilliseconds });
  return { kind, checked, evidence: prove(proof, context), checkMilliseconds };
}
