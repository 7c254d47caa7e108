import { expect, it } from 'vitest';
import { readFiles } from './read-files';

it('joins the texts of files', async () => {
  const files = [new File(['{"a":1}'], 'a.json'), new File(['{"b":2}'], 'b.json')];
  expect(await readFiles(files)).toEqual({ text: '{"a":1}\n{"b":2}' });
});

it.each([
  ['by its name', new File([''], 'Security.evtx'), '-f Security.jsonl Security.evtx`'],
  ['by its start', new File(['ElfFile\0\0\0'], 'log 1'), '-f "log 1.jsonl" "log 1"`'],
])(
  'refuses a binary event log, known %s, with the command that converts it',
  async (_, file, end) => {
    const result = await readFiles([file]);
    expect('refusal' in result && result.refusal).toContain('`evtx_dump -o jsonl');
    expect('refusal' in result && result.refusal.endsWith(end)).toBe(true);
  },
);

it('refuses what is larger than a request may be', async () => {
  const result = await readFiles([new File(['x'.repeat(300 * 1024)], 'all.jsonl')]);
  expect(result).toEqual({ refusal: expect.stringContaining('all.jsonl has 300 KiB') });
});
