import { Webhook as Verifier } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import type { Digest } from '@/lib/catalog/stored/webhook-digest';
import type { Receiver, Webhook } from '../webhook-file';
import { messageFor } from './message';

const KEY = Buffer.alloc(32, 7);
const ORIGIN = 'https://rules.example.org';
const HOSTILE = '<!channel> [x](https://evil.example) *b* <https://evil.example|click> & |';

const digest = (items: number, title = HOSTILE): Digest => ({
  syncId: 7,
  syncedAt: '2026-11-29T10:00:00.000Z',
  feed: '/?level=high',
  counts: { new: 300, wider: 2 },
  total: 302,
  items: Array.from({ length: items }, (_, at) => ({
    id: `rule-${at}`,
    event: 'new',
    note: 'It was there, and fits the filter now.',
    title,
    level: 'critical',
    techniques: ['T1059.001', 'T1003', 'T1105', 'T1021', 'T1047'],
    author: 'a'.repeat(400),
    licence: { name: 'DRL 1.1', url: 'https://example.org/drl' },
    source: `https://github.com/SigmaHQ/sigma/blob/${'c'.repeat(40)}/rules/${at}.yml`,
  })),
});

const to = (receiver: Receiver) =>
  ({ id: 'soc', to: receiver, secret: receiver === 'generic' ? KEY : null }) as Webhook;

function message(receiver: Receiver, told: Digest) {
  const sentAt = new Date();
  return messageFor(to(receiver), told, { id: 'msg_1', origin: ORIGIN, sentAt });
}

describe('a generic message', () => {
  it('has a signature that Standard Webhooks’ own library accepts, and no other body has it', () => {
    const { body, headers } = message('generic', digest(100));
    const verifier = new Verifier(`whsec_${KEY.toString('base64')}`);
    expect(verifier.verify(body, { ...headers })).toMatchObject({
      type: 'rules.changed',
      data: { webhook: 'soc', total: 302, leftOut: 202, feed: `${ORIGIN}/?level=high` },
    });
    expect(() => verifier.verify(body.replace('302', '303'), { ...headers })).toThrow();
    const other = new Verifier(`whsec_${Buffer.alloc(32, 8).toString('base64')}`);
    expect(() => other.verify(body, { ...headers })).toThrow();
  });

  it('gives author, licence and link of each rule', () => {
    const { data } = JSON.parse(message('generic', digest(1)).body);
    expect(data.rules[0]).toMatchObject({
      page: `${ORIGIN}/rules/rule-0`,
      licence: { name: 'DRL 1.1' },
      source: expect.stringContaining('github.com'),
    });
  });
});

describe('a message to Slack', () => {
  it('keeps to Slack’s sizes, and names ten rules and the rest', () => {
    const { body, headers } = message('slack', digest(100, 't'.repeat(200)));
    const { text, blocks } = JSON.parse(body);
    expect(text).toContain('302 rules: 300 new, 2 wider');
    expect(blocks).toHaveLength(12);
    for (const block of blocks) expect(block.text.text.length).toBeLessThanOrEqual(3000);
    expect(blocks[0].text.text.length).toBeLessThanOrEqual(150);
    expect(blocks.at(-1).text.text).toContain('292 more');
    expect(headers).not.toHaveProperty('webhook-signature');
  });

  it('lets no title call a channel or end its link', () => {
    const { blocks } = JSON.parse(message('slack', digest(1)).body);
    const [line] = blocks[1].text.text.split('\n');
    expect(line).toBe(
      `*<${ORIGIN}/rules/rule-0|&lt;!channel&gt; [x](https://evil.example) *b* &lt;https://evil.example¦click&gt; &amp; ¦>*`,
    );
  });
});

describe('a message to Teams', () => {
  it('is an adaptive card below the size that Workflows takes, without Markdown', () => {
    const { body } = message('teams', digest(100, `${HOSTILE}${'t'.repeat(400)}`));
    expect(Buffer.byteLength(body)).toBeLessThan(20_000);
    const { type, attachments } = JSON.parse(body);
    expect(type).toBe('message');
    const [{ contentType, content }] = attachments;
    expect(contentType).toBe('application/vnd.microsoft.card.adaptive');
    expect(content).toMatchObject({ type: 'AdaptiveCard', version: '1.4' });
    expect(content.body).toHaveLength(12);
    // Teams reads Markdown in TextBlock alone.
    expect(body).not.toContain('"TextBlock"');
    expect(content.actions[0].url).toBe(`${ORIGIN}/?level=high`);
  });
});
