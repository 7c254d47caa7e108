import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { Delivery } from '@/lib/catalog/deliveries';
import { Deliveries } from './deliveries';

const delivery: Delivery = {
  id: 'msg_1',
  webhookId: 'soc-channel',
  syncId: 2,
  createdAt: new Date('2026-11-29T10:00:00Z'),
  state: 'waiting',
  attempts: 2,
  nextAttemptAt: new Date('2026-11-29T10:05:00Z'),
  lastAttemptAt: new Date('2026-11-29T10:00:35Z'),
  lastStatus: 503,
  lastError: 'it answered 503',
  counts: [
    { event: 'new', count: 1200 },
    { event: 'narrower', count: 2 },
  ],
};

it('says what a webhook was told, what came of it and when it is tried again', () => {
  const html = renderToStaticMarkup(<Deliveries deliveries={[delivery]} />);
  const text = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  expect(text).toContain('soc-channel');
  expect(text).toContain('1,200 new, 2 narrower');
  expect(text).toContain('to be repeated it answered 503');
  expect(html).toContain('2026-11-29T10:05:00.000Z');
});
