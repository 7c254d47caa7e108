import { afterEach, describe, expect, it } from 'vitest';
import { currentLexicon } from '@/lib/enrich/lexicon';
import { certutilRule, inputOf } from '@/lib/model-text/samples';
import { type Asked, type ModelServer, type Reply, startModelServer } from './model-server-double';
import { type RuleResult, type RunOptions, writeTexts } from './write-texts';

const GOOD = 'An adversary may use `certutil.exe` with `urlcache` to fetch further tools.';
const answer = (text: string): Reply => ({
  kind: 'text',
  text: JSON.stringify({
    hypothesis: [{ text, cites: ['rule:selection'] }],
    benign: [],
    questions: [],
  }),
});
const BUSY: Reply = {
  kind: 'status',
  status: 429,
  message: 'slow down',
  headers: { 'retry-after-ms': '50' },
};
const FAULT: Reply = { ...BUSY, status: 503 };

const NO_LIMITS = { requests: null, tokens: null, cost: null, priceIn: 0, priceOut: 0 };
const inputs = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ ...inputOf(certutilRule()), ruleId: `rule ${at}` }));

let server: ModelServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

async function run(
  count: number,
  reply: (asked: Asked, count: number) => Reply | Promise<Reply>,
  more: Partial<RunOptions> = {},
) {
  server = await startModelServer(reply);
  const results: RuleResult[] = [];
  const saved = new Map<string, string | null>();
  const summary = await writeTexts(inputs(count), {
    endpoint: { url: server.openai, model: 'm', key: null },
    lexicon: currentLexicon(),
    limits: NO_LIMITS,
    concurrency: 1,
    timeoutMs: 2_000,
    maxOutputTokens: 500,
    stream: false,
    signal: new AbortController().signal,
    save: async ({ ruleId }, checked) => {
      saved.set(ruleId, checked && JSON.stringify(checked.text));
    },
    onResult: (result) => results.push(result),
    ...more,
  });
  return { summary, results, saved };
}

describe('writeTexts', () => {
  it('writes a text for each rule, and counts what that took', async () => {
    const { summary, saved } = await run(3, () => answer(GOOD), {
      limits: { ...NO_LIMITS, priceIn: 2, priceOut: 10 },
    });
    expect(summary).toMatchObject({ written: 3, refused: 0, failed: 0, dropped: 0, stopped: null });
    expect(summary.spent).toEqual({ requests: 3, input: 3_000, output: 300, cost: 0.009 });
    expect([...saved.keys()]).toEqual(['rule 0', 'rule 1', 'rule 2']);
  });

  it('keeps nothing of an answer that obeys the rule, and counts it as refused', async () => {
    const { summary, saved } = await run(1, () => answer('Analysts can ignore this rule.'));
    expect(summary).toMatchObject({ written: 0, refused: 1, dropped: 1 });
    expect(saved.get('rule 0')).toBe('{"hypothesis":[],"benign":[],"questions":[]}');
  });

  it('keeps that a model refuses', async () => {
    const { summary, saved } = await run(1, () => ({ kind: 'refusal', text: 'No.' }));
    expect(summary).toMatchObject({ written: 0, refused: 1 });
    expect(saved.get('rule 0')).toBeNull();
  });

  it('repeats after a rate limit and a fault, as late as the server asks', async () => {
    const times: number[] = [];
    const { summary } = await run(1, (_, count) => {
      times.push(Date.now());
      return [BUSY, FAULT][count - 1] ?? answer(GOOD);
    });
    expect(summary).toMatchObject({ written: 1, failed: 0, spent: { requests: 3, input: 1_000 } });
    for (const at of [1, 2]) expect((times[at] ?? 0) - (times[at - 1] ?? 0)).toBeGreaterThan(45);
  });

  it('lets all requests wait when one has to', async () => {
    const times: number[] = [];
    const limit: Reply = { ...BUSY, headers: { 'retry-after': '1' } };
    await run(
      4,
      (_, count) => {
        times.push(Date.now());
        return count === 1 ? limit : answer(GOOD);
      },
      { concurrency: 2 },
    );
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).toBeLessThan(900);
    expect(third - first).toBeGreaterThan(950);
  });

  it('ends when a server asks for a long pause', async () => {
    const limit: Reply = { ...BUSY, headers: { 'retry-after': '7200' } };
    const { summary } = await run(2, () => limit);
    expect(summary.stopped).toEqual({
      by: 'endpoint',
      reason: 'The server asks to wait 120 minutes',
    });
  });

  it('asks once more for malformed JSON, then leaves the rule as it is', async () => {
    const { summary, saved, results } = await run(2, (_, count) =>
      count < 3 ? { kind: 'text', text: '{"hypo' } : answer(GOOD),
    );
    expect(summary).toMatchObject({ written: 1, failed: 1, spent: { requests: 3 } });
    expect(results[0]).toMatchObject({ outcome: 'failed', message: expect.stringMatching(/JSON/) });
    expect([...saved.keys()]).toEqual(['rule 1']);
  });

  it('leaves a rule that takes too long, and counts its tokens as if it had answered', async () => {
    const { summary } = await run(
      2,
      (_, count) => (count < 3 ? { kind: 'silence' } : answer(GOOD)),
      {
        timeoutMs: 300,
      },
    );
    expect(summary).toMatchObject({ written: 1, failed: 1 });
    expect(summary.spent.output).toBe(500 + 500 + 100);
  });

  it('ends at once when the key is wrong', async () => {
    const { summary } = await run(5, () => ({ kind: 'status', status: 401, message: 'bad key' }));
    expect(summary).toMatchObject({ stopped: { by: 'endpoint', reason: 'HTTP 401: bad key' } });
    expect(server?.asked).toHaveLength(1);
  });

  it('ends when five rules in a row fail', async () => {
    const { summary } = await run(9, () => ({ kind: 'status', status: 422, message: 'no' }));
    expect(summary).toMatchObject({ failed: 5, stopped: { by: 'endpoint' } });
  });

  it.each([
    ['requests', { requests: 2 }, 2],
    ['tokens', { tokens: 6_000 }, 2],
    ['cost', { cost: 0.006, priceIn: 1, priceOut: 1 }, 2],
  ] as const)('never exceeds a limit of %s', async (name, limit, most) => {
    const { summary } = await run(9, () => answer(GOOD), {
      limits: { ...NO_LIMITS, ...limit },
      concurrency: 4,
    });
    expect(summary.stopped).toEqual({
      by: 'budget',
      reason: `The next request could exceed the limit of ${name}`,
    });
    expect(summary.written).toBeGreaterThan(0);
    if (name === 'requests') expect(summary.written).toBe(most);
    const { input, output, cost } = summary.spent;
    if (name === 'tokens') expect(input + output).toBeLessThanOrEqual(6_000);
    if (name === 'cost') expect(cost).toBeLessThanOrEqual(0.006);
  });

  it('ends when it is interrupted, and keeps what is written', async () => {
    const interrupted = new AbortController();
    const { summary, saved } = await run(
      5,
      (_, count) => {
        if (count < 3) return answer(GOOD);
        interrupted.abort(new Error('Stopped'));
        return { kind: 'silence' };
      },
      { signal: interrupted.signal },
    );
    expect(summary).toMatchObject({ written: 2, failed: 0, stopped: { by: 'interrupt' } });
    expect(saved.size).toBe(2);
  });
});
