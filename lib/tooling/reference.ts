/** Writes `DIAGNOSTICS.md` at the repository's root: `npm run reference`. */
import { writeFileSync } from 'node:fs';
import { printReference } from '@/lib/diagnostic-codes/print-reference';

writeFileSync(new URL('../../DIAGNOSTICS.md', import.meta.url), printReference());
