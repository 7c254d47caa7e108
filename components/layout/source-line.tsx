import Link from 'next/link';
import { countOf } from '@/components/ui/count';
import { StrangerText } from '@/components/ui/stranger-text';
import { Time } from '@/components/ui/time';
import type { LastSync } from '@/lib/catalog/last-sync';

/** The number of rules, their source, and when it was last checked. */
export function SourceLine({ sync, size }: { sync: LastSync; size: number }) {
  return (
    <p className="dots source-line">
      <span className="num">{countOf(size, 'rule')}</span>
      <span>
        <StrangerText text={sync.sourceName} kind="path" />
        {sync.commit ? <code className="text-xs"> {sync.commit.slice(0, 7)}</code> : null}
      </span>
      <Link href="/status" prefetch={false}>
        checked <Time at={sync.checkedAt} exact />
      </Link>
    </p>
  );
}
