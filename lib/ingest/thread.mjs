// A worker thread starts without the TypeScript loader of the process that starts it.
import { register } from 'tsx/esm/api';

register();
await import('./sync-thread.ts');
