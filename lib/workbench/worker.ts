import { parentPort } from 'node:worker_threads';
import type { TranslateRequest } from './types';
import { createWorkbench } from './workbench';

// Microsoft's parser and the grammars load on first use, which takes longer than the limit for an answer.

const FIRST: TranslateRequest = {
  rule: `title: First
logsource: { product: windows, category: process_creation }
detection: { selection: { Image|endswith: '\\first.exe' }, condition: selection }
`,
  events: '{"Image": "first.exe"}',
};

const workbench = createWorkbench();
await workbench(FIRST);
parentPort?.on('message', async (request: TranslateRequest) => {
  parentPort?.postMessage(await workbench(request));
});
parentPort?.postMessage('ready');
