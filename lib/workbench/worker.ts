import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { ThreadReply } from './pool-thread';
import type { TranslateRequest, WorkbenchRequest } from './types';
import { createWorkbench } from './workbench';

/** Below the pages, which share the cores. On Linux, the number 0 stands for the calling thread alone. */
const NICENESS = 5;
if (process.platform === 'linux') setPriority(0, NICENESS);

// Microsoft's parser, the grammars and the knowledge of deploying load on first use, which takes longer than
// the limit for an answer.
const FIRST: TranslateRequest = {
  rule: `title: First
logsource: { product: windows, category: process_creation }
detection: { selection: { Image|endswith: '\\first.exe' }, condition: selection }
`,
  events: '{"Image": "first.exe"}',
};

const workbench = createWorkbench();
await workbench.translate(FIRST);
await workbench.deploy({ rule: FIRST.rule, place: 0, target: 'sentinel', format: null });

function answer(request: WorkbenchRequest) {
  if ('wanted' in request) return workbench.vocabulary();
  if ('query' in request) return workbench.prove(request);
  return 'place' in request ? workbench.deploy(request) : workbench.translate(request);
}

async function reply(request: WorkbenchRequest): Promise<ThreadReply> {
  try {
    return { json: JSON.stringify(await answer(request)) };
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on('message', async (request: WorkbenchRequest) => {
  parentPort?.postMessage(await reply(request));
});
parentPort?.postMessage('ready');
