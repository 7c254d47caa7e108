import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ID, plainRule } from '@/lib/ingest/sync-fixture';
import { type ReceiverFixture, startReceiver } from '@/lib/webhooks/receiver-fixture';

// Runs the commands as an operator does, with receivers on this machine.

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const PATH = '/services/T0/secret-path';

let folder: string;
let receiver: ReceiverFixture;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-webhooks-'));
  receiver = await startReceiver();
});
beforeEach(() => {
  receiver.received.length = 0;
});
afterAll(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

const webhooks = () => `
- id: own
  to: generic
  url: ${receiver.url}${PATH}
  secret: ${SECRET}
  private: true
- id: channel
  to: slack
  url: ${receiver.url}${PATH}/slack
  filter: level=medium
  private: true
`;

interface Run {
  readonly code: number;
  readonly printed: string;
}

function run(command: string, args: readonly string[], file: string): Promise<Run> {
  const env = {
    ...process.env,
    DATABASE_URL: `file:${path.join(folder, 'catalog.db')}`,
    PUBLIC_URL: 'https://rules.example.org',
    WEBHOOKS: file,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', `lib/commands/${command}.ts`, ...args],
      { env },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, printed: stdout + stderr });
      },
    );
  });
}

/** A sync of a source with these rules. */
function ingest(rules: Readonly<Record<string, string>>, file: string): Promise<Run> {
  const source = mkdtempSync(path.join(folder, 'source-'));
  for (const [id, text] of Object.entries(rules))
    writeFileSync(path.join(source, `${id}.yml`), text);
  const bundle = write('bundle.json', '{"type":"bundle","id":"bundle--0","objects":[]}');
  return run('ingest', ['--source', source, '--attack', bundle], file);
}

describe('ingest', () => {
  it('tells each receiver what the sync changed, and prints no secret', async () => {
    const file = write('webhooks.yml', webhooks());
    expect((await ingest({ [ID.a]: plainRule(ID.a) }, file)).code).toBe(0);
    expect(receiver.received).toEqual([]);
    const second = await ingest({ [ID.a]: plainRule(ID.a), [ID.b]: plainRule(ID.b) }, file);
    expect(second).toMatchObject({ code: 0 });
    expect(second.printed).toContain('webhook own: delivered (204)');
    expect(second.printed).toContain('webhook channel: delivered (204)');
    for (const secret of [SECRET, 'secret-path', String(receiver.port)]) {
      expect(second.printed).not.toContain(secret);
    }
    const own = receiver.received.find(({ path }) => path === PATH);
    const message = new Verifier(SECRET).verify(
      own?.body ?? '',
      own?.headers as Record<string, string>,
    );
    expect(message).toMatchObject({ data: { counts: { new: 1 }, rules: [{ id: ID.b }] } });
    const slack = receiver.received.find(({ path }) => path.endsWith('/slack'));
    expect(slack?.body).toContain(`https://rules.example.org/rules/${ID.b}`);
  });

  it('completes its sync if the file is wrong or nobody answers', async () => {
    const file = write('wrong.yml', '- id: x\n');
    const broken = await ingest({ [ID.a]: plainRule(ID.a) }, file);
    expect(broken).toMatchObject({ code: 0 });
    expect(broken.printed).toContain('The sync is done, but the webhooks were not told.');
    expect(broken.printed).toMatch(/wrong\.yml:1/);
  });
});

describe('webhooks', () => {
  it('sends a test to each receiver, and says what came of it', async () => {
    const file = write(
      'webhooks.yml',
      `${webhooks()}
- id: nobody
  to: teams
  url: http://127.0.0.1:9/in
  private: true
`,
    );
    const all = await run('webhooks', [], file);
    expect(all.code).toBe(3);
    expect(all.printed).toContain('own (generic): delivered (204)');
    expect(all.printed).toContain('channel (slack): delivered (204)');
    expect(all.printed).toContain('nobody (teams): failed, it could not be reached (ECONNREFUSED)');
    expect(receiver.received.map(({ body }) => body).join()).toContain('This is a test');
    const one = await run('webhooks', ['--only', 'own'], file);
    expect(one).toMatchObject({ code: 0, printed: 'own (generic): delivered (204)\n' });
  });

  it('names what is wrong with the file or the arguments', async () => {
    const wrong = await run('webhooks', [], write('wrong.yml', '- id: x\n'));
    expect(wrong.code).toBe(2);
    expect(wrong.printed).toMatch(/wrong\.yml:1/);
    const unknown = await run('webhooks', ['--only', 'x'], write('webhooks.yml', webhooks()));
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.printed).toContain('own, channel');
    expect((await run('webhooks', [], '')).printed).toContain('WEBHOOKS is not set');
  });
});
