import { parentPort } from 'node:worker_threads';
import type { TranslateRequest } from './types';
import { createWorkbench } from './workbench';

// Microsoft's parser and the grammars load at their first use, which takes longer than an answer may.
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
