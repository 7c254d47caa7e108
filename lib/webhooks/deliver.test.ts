import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getCatalog } from '@/lib/catalog/client';
import { listDeliveries } from '@/lib/catalog/deliveries';
import { parseFeedFilter } from '@/lib/catalog/feed-filter';
import { DIGEST_EVENTS } from '@/lib/catalog/stored/webhook-digest';
import { type Fixture, ID, makeFixture, plainRule } from '@/lib/ingest/sync-fixture';
import { tellWebhooks } from './after-sync';
import { deliverDue } from './deliver';
import { type ReceiverFixture, startReceiver } from './receiver-fixture';
import { recordDigests } from './record-digests';
import type { Webhook } from './webhook-file';

// Syncs of a small source, and a receiver on this machine.

const KEY = Buffer.alloc(32, 7);
const ORIGIN = 'https://rules.example.org';
const START = new Date('2026-01-01T00:00:00Z');
const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);

let fixture: Fixture;
let former: string | undefined;
let receiver: ReceiverFixture;
/** The statuses of the receiver's next answers; 204 after the last. */
let statuses: number[] = [];

beforeAll(async () => {
  former = process.env.DATABASE_URL;
  fixture = makeFixture();
  receiver = await startReceiver((response) => {
    response.writeHead(statuses.shift() ?? 204).end();
  });
  for (const id of [ID.a, ID.b, ID.c]) fixture.put(`rules/${id}.yml`, plainRule(id));
  await fixture.sync();
  process.env.DATABASE_URL = fixture.url;
  await recordDigests([webhook()], START);
  fixture.put(`rules/${ID.a}.yml`, plainRule(ID.a).replace('Field: value', 'Field: other'));
  fixture.put(`rules/${ID.b}.yml`, null);
  fixture.put(`rules/${ID.c}.yml`, plainRule(ID.c).replace('level: medium', 'level: low'));
  fixture.put(`rules/${ID.d}.yml`, plainRule(ID.d));
  await fixture.sync({ acceptRemovals: true });
});

beforeEach(async () => {
  statuses = [];
  receiver.received.length = 0;
  await getCatalog().webhookDelivery.deleteMany();
  await getCatalog().webhookState.updateMany({
    data: { syncId: 1, ruleIds: JSON.stringify([ID.a, ID.b, ID.c]) },
  });
});

afterEach(async () => {
  await getCatalog().webhookState.deleteMany({ where: { webhookId: { not: 'own' } } });
});

afterAll(async () => {
  await receiver.close();
  if (former === undefined) delete process.env.DATABASE_URL;
  else process.env.DATABASE_URL = former;
  await fixture.remove();
});

function webhook(change: Partial<Webhook> = {}): Webhook {
  return {
    id: 'own',
    to: 'generic',
    url: new URL('/in', receiver.url),
    secret: KEY,
    filterText: 'level=medium',
    filter: parseFeedFilter({ level: ['medium'] }),
    events: DIGEST_EVENTS,
    isPrivate: true,
    ...change,
  };
}

const deliverAt = (time: Date, webhooks: readonly Webhook[] = [webhook()]) =>
  deliverDue(getCatalog(), webhooks, { origin: ORIGIN, clock: () => time });

describe('a digest', () => {
  it('tells once what a filter finds new, changed and gone, with a signature', async () => {
    await recordDigests([webhook()], START);
    await recordDigests([webhook()], START);
    const [attempt, ...more] = await deliverAt(START);
    expect(attempt).toMatchObject({ webhookId: 'own', isDelivered: true, status: 204 });
    expect(more).toEqual([]);
    const [message] = receiver.received;
    const body = message?.body ?? '';
    const id = String(message?.headers['webhook-id']);
    expect(id).toBe(attempt?.deliveryId);
    // Its library refuses messages of another hour, as this one's clock says.
    const verifier = new Verifier(`whsec_${KEY.toString('base64')}`);
    const signature = verifier.sign(id, START, body);
    expect(message?.headers['webhook-signature']).toBe(signature);
    const { data } = JSON.parse(body);
    expect(data.counts).toEqual({ new: 1, changed: 1, removed: 2 });
    expect(data.feed).toBe(`${ORIGIN}/?level=medium&sort=changed`);
    const told = (data.rules as { id: string; event: string; note: string | null }[]).map(
      (rule) => [rule.id, rule.event, rule.note],
    );
    expect(told).toEqual([
      [ID.d, 'new', null],
      [ID.a, 'changed', 'It is wider in one way and narrower in another.'],
      [ID.c, 'removed', 'It does not fit the filter any more.'],
      [ID.b, 'removed', 'Its source has dropped it.'],
    ]);
  });

  it('is not made for a webhook or a filter that is new', async () => {
    const other = webhook({ filterText: '', filter: parseFeedFilter({}) });
    await recordDigests([other, webhook({ id: 'second' })], START);
    expect(await listDeliveries()).toEqual([]);
    await getCatalog().webhookState.update({
      where: { webhookId: 'own' },
      data: { filter: 'level=medium' },
    });
  });

  it('is not made if none of its events is wanted', async () => {
    await recordDigests([webhook({ events: ['wider'] })], START);
    expect(await listDeliveries()).toEqual([]);
  });

  it('comes with the mistakes of its filter', async () => {
    const filter = parseFeedFilter({ level: ['hihg'] });
    const notes = await recordDigests([webhook({ id: 'typo', filter })], START);
    expect(notes).toEqual([expect.stringContaining('webhook typo: No rule has the level “hihg”')]);
  });
});

describe('a delivery', () => {
  beforeEach(() => recordDigests([webhook()], START));

  it('is repeated with growing pauses, under the same id', async () => {
    statuses = [503, 500];
    const [first] = await deliverAt(START);
    expect(first).toMatchObject({ isDelivered: false, attempts: 1, nextAttemptAt: later(5) });
    expect(await deliverAt(later(4))).toEqual([]);
    const [second] = await deliverAt(later(5));
    expect(second).toMatchObject({ attempts: 2, nextAttemptAt: later(35) });
    const [third] = await deliverAt(later(35));
    expect(third).toMatchObject({ isDelivered: true, attempts: 3, nextAttemptAt: null });
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const [logged] = await listDeliveries();
    expect(logged).toMatchObject({ state: 'delivered', attempts: 3, lastStatus: 204 });
    expect(logged?.counts).toContainEqual({ event: 'removed', count: 2 });
  });

  it('is given up after the last pause, or at once if the receiver is gone', async () => {
    statuses = Array.from({ length: 8 }, () => 500);
    let time = START;
    for (let number = 1; number <= 8; number++) {
      const [attempt] = await deliverAt(time);
      expect(attempt?.attempts).toBe(number);
      time = attempt?.nextAttemptAt ?? time;
    }
    expect(time.getTime() - START.getTime()).toBeGreaterThan(15 * 3600_000);
    expect((await listDeliveries())[0]).toMatchObject({ state: 'given-up', nextAttemptAt: null });
    await getCatalog().webhookDelivery.updateMany({
      data: { state: 'waiting', nextAttemptAt: START },
    });
    statuses = [410];
    await deliverAt(START);
    expect((await listDeliveries())[0]).toMatchObject({ state: 'given-up', lastStatus: 410 });
  });

  it('is made by one of several processes, and by another if that one ends', async () => {
    await Promise.all([deliverAt(START), deliverAt(START), deliverAt(START)]);
    expect(receiver.received).toHaveLength(1);
    const claimedUntil = later(60);
    await getCatalog().webhookDelivery.updateMany({
      data: { state: 'waiting', nextAttemptAt: START, claimedUntil },
    });
    expect(await deliverAt(later(59))).toEqual([]);
    expect(await deliverAt(later(61))).toHaveLength(1);
  });

  it('is dropped if the operator takes the webhook out', async () => {
    await deliverAt(START, []);
    expect((await listDeliveries())[0]).toMatchObject({ state: 'dropped' });
    expect(receiver.received).toEqual([]);
  });

  it('never goes to a private address that is not allowed, and does not ask again', async () => {
    const [attempt] = await deliverAt(START, [webhook({ isPrivate: false })]);
    expect(attempt).toMatchObject({ isDelivered: false, nextAttemptAt: null });
    expect((await listDeliveries())[0]?.lastError).toContain('private or reserved');
    expect(receiver.received).toEqual([]);
  });
});

it('goes on for a while after a sync, and says what became of each attempt', async () => {
  statuses = [503];
  const lines: string[] = [];
  await tellWebhooks([webhook()], (line) => lines.push(line), { origin: ORIGIN });
  expect(lines).toEqual([
    expect.stringMatching(
      /^webhook own: attempt 1 failed, it answered 503; the next attempt is at /,
    ),
    'webhook own: delivered (204)',
  ]);
  expect(lines.join()).not.toContain('127.0.0.1');
});
