import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readWebhooks, WebhookFileError } from './webhook-file';

const folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-webhooks-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

function read(text: string) {
  const file = path.join(folder, 'webhooks.yml');
  writeFileSync(file, text);
  return readWebhooks(file);
}

function problemsOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof WebhookFileError) return error.message;
    throw error;
  }
  return '';
}

describe('readWebhooks', () => {
  it('reads receivers, with a filter as the feed’s address has it', () => {
    const [slack, own] = read(`
- id: soc-channel
  to: slack
  url: https://hooks.slack.com/services/T0/B0/x
  filter: https://rules.example.org/?level=high&level=critical&q=-sccm
- id: tickets
  to: generic
  url: http://10.1.2.3:8080/in
  secret: ${SECRET}
  filter: technique=T1059
  events: [new, removed]
  private: true
`);
    expect(slack).toMatchObject({ to: 'slack', secret: null, isPrivate: false });
    expect(slack?.filter).toMatchObject({ level: ['high', 'critical'], q: '-sccm' });
    expect(slack?.events).not.toContain('text-only');
    expect(own?.filter.technique).toEqual(['T1059']);
    expect(own?.secret).toEqual(Buffer.alloc(32, 7));
    expect(own?.events).toEqual(['new', 'removed']);
  });

  it('names the line and the reason of what is wrong, and no secret', () => {
    const problems = problemsOf(`
- id: Bad Name
  to: pager
  url: https://user:hunter2@example.org/
  secret: hunter2
  colour: red
`);
    expect(problems).toMatch(/webhooks\.yml:2 .*id: must be lower-case/);
    expect(problems).toContain('must be one of slack, teams, generic');
    expect(problems).toContain('without user and password');
    expect(problems).toContain('whsec_');
    expect(problems).toContain('colour');
    expect(problems).not.toContain('hunter2');
  });

  it('wants https unless the receiver is private, a secret where it is checked, and each id once', () => {
    const entry = (rest: string) => `- { id: a, to: slack, url: 'https://x.example', ${rest} }\n`;
    expect(problemsOf("- { id: a, to: slack, url: 'http://x.example' }")).toContain(
      'private: true',
    );
    expect(problemsOf("- { id: a, to: generic, url: 'https://x.example' }")).toContain('secret');
    expect(problemsOf(entry(`secret: ${SECRET}`))).toContain('is not for slack');
    expect(problemsOf(entry('') + entry(''))).toContain('another webhook');
    expect(problemsOf('just text')).toContain('webhooks.yml');
  });

  it('says so if there is no file', () => {
    expect(() => readWebhooks(path.join(folder, 'none.yml'))).toThrow(/ENOENT.*Check WEBHOOKS/);
  });
});
