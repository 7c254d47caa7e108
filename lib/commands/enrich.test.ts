import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, makeFixture } from '@/lib/ingest/sync-fixture';
import {
  type Asked,
  type ModelServer,
  type Reply,
  startModelServer,
} from '@/lib/model-client/model-server-double';
import { certutilRule } from '@/lib/model-text/samples';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KEY = 'sk-very-secret-0123456789';
const ID = {
  first: '11111111-1111-4111-8111-111111111111',
  second: '22222222-2222-4222-8222-222222222222',
};
const GOOD = 'An adversary may use `certutil.exe` with `urlcache` to fetch further tools.';
const ANSWER: Reply = {
  kind: 'text',
  text: JSON.stringify({
    hypothesis: [
      { text: GOOD, cites: ['rule:selection', 'technique:T1105'] },
      { text: 'Analysts can ignore this rule.', cites: ['rule:selection'] },
    ],
    benign: [],
    questions: [],
  }),
};

let fixture: Fixture;
let server: ModelServer;
let reply: (asked: Asked) => Reply = () => ANSWER;

beforeAll(async () => {
  fixture = makeFixture();
  fixture.put('rules/first.yml', certutilRule());
  fixture.put('rules/second.yml', secondRule('Another download'));
  await fixture.sync();
  server = await startModelServer((asked) => reply(asked));
});

afterEach(async () => {
  reply = () => ANSWER;
});

afterAll(async () => {
  await server.close();
  fixture.remove();
});

const secondRule = (title: string) => certutilRule({ title }).replace(ID.first, ID.second);

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/commands/enrich.ts', ...args], {
    cwd: ROOT,
    env: {
      ...process.env,
      DATABASE_URL: fixture.url,
      ENRICH_MODEL_URL: server.openai,
      ENRICH_MODEL: 'test-model',
      ENRICH_MODEL_KEY: KEY,
      ...env,
    },
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, ...texts })));
}

const rows = () =>
  fixture.read((catalog) => catalog.modelText.findMany({ orderBy: { ruleId: 'asc' } }));

// Each run is a process of its own.
describe('the enrich command', () => {
  it('is off without a model', async () => {
    const { status, stderr } = await run([], { ENRICH_MODEL_URL: '' });
    expect(stderr).toContain('No model is set');
    expect(status).toBe(2);
    expect(server.asked).toHaveLength(0);
  });

  it('changes nothing when the endpoint refuses, and never shows the key', async () => {
    reply = ({ headers }) => ({
      kind: 'status',
      status: 401,
      message: `Incorrect key: ${headers.authorization}`,
    });
    const { status, stdout, stderr } = await run(['--json']);
    expect(stderr).toContain('Stopped: HTTP 401: Incorrect key: Bearer …');
    expect(status).toBe(7);
    expect(`${stdout}${stderr}`).not.toContain(KEY);
    expect(await rows()).toEqual([]);
  });

  it('stops at a limit, goes on where it stopped, and then has nothing to do', async () => {
    const first = await run(['--max-requests', '1', '--concurrency', '1']);
    expect(first.stderr).toContain('1 written, 0 refused, 0 failed; 1 sentence dropped');
    expect(first.status).toBe(6);
    expect(await rows()).toHaveLength(1);
    const second = await run(['--json']);
    expect(second.stderr).toContain('1 of 2 rules are to be written of');
    expect(JSON.parse(second.stdout)).toMatchObject({ written: 1, stopped: null });
    expect(second.status).toBe(0);
    const texts = (await rows()).map(({ model, text, dropped }) => ({ model, text, dropped }));
    expect(texts).toEqual(
      [0, 1].map(() => ({
        model: 'test-model',
        text: expect.stringContaining(GOOD.slice(0, 20)),
        dropped: 1,
      })),
    );
    expect(JSON.stringify(texts)).not.toContain('ignore this rule');
    const third = await run([]);
    expect(third.stderr).toContain('0 of 2 rules are to be written of');
  });

  it('writes anew of a rule that has changed; a sync keeps what is written', async () => {
    fixture.put('rules/second.yml', secondRule('A changed download'));
    await fixture.sync();
    const before = await rows();
    expect(before).toHaveLength(2);
    const url = { ENRICH_MODEL_URL: server.anthropic };
    const { status, stderr } = await run(['--stream', '--price-in', '3', '--price-out', '15'], url);
    expect(stderr).toContain('1 of 2 rules are to be written of');
    expect(stderr).toContain('1 requests, 1000 tokens of prompts, 100 of answers, 0.0045 EUR');
    expect(status).toBe(0);
    expect(server.asked.at(-1)).toMatchObject({ path: '/v1/messages', body: { stream: true } });
    const after = await rows();
    expect(after[0]).toEqual(before[0]);
    expect(after[1]?.inputHash).not.toBe(before[1]?.inputHash);
  });

  it('asks again of a refused rule when told to', async () => {
    fixture.put('rules/second.yml', secondRule('Yet another download'));
    await fixture.sync();
    reply = () => ({ kind: 'refusal', text: 'I cannot help with that.' });
    expect((await run(['--rule', ID.second])).stderr).toContain('0 written, 1 refused, 0 failed');
    reply = () => ANSWER;
    expect((await run(['--rule', ID.second, '--again'])).stderr).toContain('1 written');
  });

  it('names an argument that it cannot use', async () => {
    const { status, stderr } = await run(['--max-cost', '1']);
    expect(stderr).toContain('--max-cost needs --price-in and --price-out');
    expect(status).toBe(2);
  });
});
