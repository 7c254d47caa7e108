'use client';

import Link from 'next/link';
import { useSyncExternalStore } from 'react';
import { announceReturn, readFeedPlace } from '@/components/feed/feed-place';
import { Icon } from '@/components/ui/icon';

/** The link to the feed as the reader left it: filters, place and selected row. */
export function BackToFeed() {
  const href = useSyncExternalStore(
    () => () => undefined,
    () => readFeedPlace()?.href ?? '/',
    () => '/',
  );
  return (
    <Link
      href={href}
      prefetch={false}
      scroll={false}
      onNavigate={announceReturn}
      className="inline-flex items-center gap-1.5"
    >
      <Icon name="back" /> SOC feed
    </Link>
  );
}
