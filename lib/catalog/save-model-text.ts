import { setTimeout } from 'node:timers/promises';
import type { ModelText } from '@/lib/model-text/types';
import { getCatalog } from './client';
import { modelText } from './stored/model-text';

/** How often a write is tried while a sync has the catalog. Each waits for half a minute by itself. */
const ATTEMPTS = 10;
const PAUSE_MS = 500;

export interface WrittenText {
  readonly inputHash: string;
  readonly model: string;
  readonly writtenAt: Date;
  readonly text: ModelText;
  readonly dropped: number;
}

/** Keeps what a model wrote of a rule, in place of what it wrote before. Waits for a sync to end. */
export async function saveModelText(ruleId: string, written: WrittenText): Promise<void> {
  const row = { ...written, text: modelText.write(written.text) };
  for (let attempt = 1; ; attempt++) {
    try {
      await getCatalog().modelText.upsert({
        where: { ruleId },
        create: { ruleId, ...row },
        update: row,
      });
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !isBusy(error)) throw error;
      await setTimeout(PAUSE_MS);
    }
  }
}

function isBusy(error: unknown): boolean {
  return (
    error instanceof Error && /SQLITE_BUSY|database is locked|timed? ?out/i.test(error.message)
  );
}
