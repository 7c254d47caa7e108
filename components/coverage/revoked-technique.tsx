import type { RevokedTechnique as Technique } from '@/lib/catalog/technique';

/** A technique that ATT&CK no longer has, with its successor if there is one. */
export function RevokedTechnique({
  technique: { id, name, successor },
  version,
}: {
  technique: Technique;
  /** The version of ATT&CK in use; null when unknown. */
  version: string | null;
}) {
  const attack = version ? `ATT&CK ${version}` : 'ATT&CK';
  return (
    <>
      <h1 className="font-semibold text-2xl">
        <code className="text-muted text-xl">{id}</code> {name}
      </h1>
      <div className="note note-warning my-4 max-w-prose">
        {successor ? (
          <p>
            {attack} has revoked this technique and replaced it with{' '}
            <a href={`/techniques/${successor.id}`}>
              <code className="text-xs">{successor.id}</code> {successor.name}
            </a>
            . Watchfloor counts rules that name {id} under the new technique.
          </p>
        ) : (
          <p>
            {attack} has deprecated this technique without a replacement. Watchfloor does not count
            rules that name it.
          </p>
        )}
      </div>
    </>
  );
}
