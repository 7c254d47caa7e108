import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { QueryChoice } from '@/lib/catalog/query-choice';
import type { RuleDetail } from '@/lib/catalog/rule';
import { drawnCode } from '@/lib/text/drawn-text';
import { drawPreview } from './draw-preview';

const fetched = vi.fn((_: unknown) => Promise.reject(new Error('nothing may be fetched')));
beforeEach(() => void vi.stubGlobal('fetch', fetched));
afterEach(() => {
  vi.unstubAllGlobals();
  fetched.mockClear();
});

const NORMAL = {
  title: 'Process Memory Dumped Through Comsvcs.dll',
  author: 'Modexp, Example',
  level: 'high',
  proof: 'proven',
  evidence: [],
  techniques: [{ id: 'T1003.001', name: 'LSASS Memory' }],
} as unknown as RuleDetail;

const choiceOf = (kql: string | null) =>
  ({
    translation: { target: 'sentinel' },
    variant: { kql, outcome: 'exact' },
    primary: true,
  }) as unknown as QueryChoice;

const HOSTILE: readonly [string, string][] = [
  ['long', 'LongTitle'.repeat(22_000)],
  ['many words', 'a '.repeat(5_000)],
  [
    'right to left',
    '\u05db\u05dc\u05d9 \u05d7\u05e9\u05d5\u05d3 \u0646\u0631\u0645\u200c\u0627\u0641 tool',
  ],
  ['emoji', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467} \u2764\ufe0f © ® ™ 1\ufe0f\u20e3 \u{1f525}'],
  ['controls', '\u0000\u0007\u202egpj.exe\u202c\u2028\ufeff \u{e0041}'],
  ['marks', `Z${'\u0335\u0321\u0300\u0301'.repeat(60)}algo`],
  ['markup', '<script>alert(1)</script> &amp; <img src="https://evil.example/x.png">'],
  ['other scripts', '日本語 Ελληνικά Кириллица ไทย'],
  ['nothing', ''],
];

async function expectPicture(answer: Response) {
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630]);
  expect(bytes.length).toBeLessThanOrEqual(200_000);
  // The drawing library first asks for its own code as a data address.
  const outside = fetched.mock.calls.map(([address]) => `${address}`.slice(0, 60));
  expect(outside.filter((address) => !address.startsWith('data:'))).toEqual([]);
}

it('draws a rule with how its query begins', async () => {
  const kql = 'DeviceProcessEvents\n| where ProcessCommandLine has "comsvcs"';
  const answer = await drawPreview(NORMAL, choiceOf(kql));
  expect(answer.headers.get('content-type')).toBe('image/png');
  await expectPicture(answer);
});

it('draws every character that it lets through with its own fonts', async () => {
  const letters = Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code));
  const all = [...letters, ...'–—‘’“”•…€'].filter((one) => drawnCode(one, 2) === one);
  expect(all.length).toBeGreaterThan(300);
  const rows = Array.from({ length: 5 }, (_, row) => all.slice(row * 80, row * 80 + 80).join(''));
  const title = { ...NORMAL, title: rows[4] ?? '', author: rows[3] ?? '' };
  await expectPicture(await drawPreview(title, choiceOf(rows.join('\n'))));
});

it.each(HOSTILE)('draws a hostile rule: %s', async (_, text) => {
  const techniques = [{ id: text, name: text }];
  const rule = { ...NORMAL, title: text, author: text, level: text, techniques };
  await expectPicture(await drawPreview(rule, choiceOf(`${text}\n${text}`)));
});

it('draws a rule without a query', async () => {
  await expectPicture(await drawPreview({ ...NORMAL, author: null, level: null }, null));
});
