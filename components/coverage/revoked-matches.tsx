import type { RevokedRow } from '@/lib/catalog/techniques';

/** Revoked techniques that the search found, each with its successor. */
export function RevokedMatches({ revoked }: { revoked: readonly RevokedRow[] }) {
  if (revoked.length === 0) return null;
  return (
    <ul className="note note-warning text-sm">
      {revoked.map(({ id, name, successorId }) => (
        <li key={id}>
          <a href={`/techniques/${id}`}>
            <code className="text-xs">{id}</code> {name}
          </a>{' '}
          {successorId ? (
            <>
              is revoked and replaced by{' '}
              <a href={`/techniques/${successorId}`}>
                <code className="text-xs">{successorId}</code>
              </a>
            </>
          ) : (
            'is deprecated without a replacement'
          )}
        </li>
      ))}
    </ul>
  );
}
