import Link from 'next/link';
import type { RevokedRow } from '@/lib/catalog/techniques';

/** Revoked techniques that the search found, each with its successor. */
export function RevokedMatches({ revoked }: { revoked: readonly RevokedRow[] }) {
  if (revoked.length === 0) return null;
  return (
    <ul className="note note-warning text-sm">
      {revoked.map(({ id, name, successorId }) => (
        <li key={id}>
          <Link href={`/techniques/${id}`} prefetch={false}>
            <code className="text-xs">{id}</code> {name}
          </Link>{' '}
          {successorId ? (
            <>
              is revoked and replaced by{' '}
              <Link href={`/techniques/${successorId}`} prefetch={false}>
                <code className="text-xs">{successorId}</code>
              </Link>
            </>
          ) : (
            'is deprecated without a replacement'
          )}
        </li>
      ))}
    </ul>
  );
}
