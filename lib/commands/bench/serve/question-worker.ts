import process from 'node:process';
import { getCatalog } from '@/lib/catalog/client';
import { getRuleIndex } from '@/lib/catalog/get-rule-index';
import { searchText } from '@/lib/catalog/search-text';
import { spreadOf } from '@/lib/tooling/figures/spread';

/** Asks the catalog that DATABASE_URL names for each word, without a page around it. */
async function run(words: readonly string[]): Promise<void> {
  const index = await getRuleIndex();
  const times: number[] = [];
  for (const text of words) {
    const started = performance.now();
    await searchText(index, { text, phrase: false });
    times.push(performance.now() - started);
  }
  process.send?.(spreadOf(times.slice(words.length / 10)));
  await getCatalog().$disconnect();
}

process.once('message', (words: readonly string[]) => {
  run(words).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
process.on('disconnect', () => process.exit(0));
