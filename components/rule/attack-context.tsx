import Link from 'next/link';
import { ExternalLink } from '@/components/ui/external-link';
import { StrangerLink } from '@/components/ui/stranger-link';
import { StrangerText } from '@/components/ui/stranger-text';
import type { AttackContext as Context } from '@/lib/enrich/types';
import { LIST_LIMIT } from '@/lib/text/limits';

/** What ATT&CK says about the rule's techniques. */
export function AttackContext({ context }: { context: Context }) {
  const { techniques, tactics, groups, software, unknownTags } = context;
  return (
    <div className="max-w-3xl space-y-3">
      {techniques.length === 0 ? (
        <p className="text-muted">
          The rule names no technique
          {tactics.length > 0
            ? `, only tactics: ${tactics.map(({ name }) => name).join(', ')}`
            : ''}
          .
        </p>
      ) : null}
      {techniques.map((technique) => (
        <div key={`${technique.id} ${technique.tag}`}>
          <h3 className="font-semibold">
            <Link href={`/techniques/${technique.id}`} prefetch={false}>
              <code className="text-xs">{technique.id}</code> {technique.name}
            </Link>
          </h3>
          <p className="text-muted text-sm">
            {technique.tactics.map(({ name }) => name).join(' · ')}
            {technique.successorOf
              ? ` · replaces ${technique.successorOf}, which the rule names and ATT&CK has revoked`
              : ''}
          </p>
          {technique.summary ? <p className="mt-1">{technique.summary}</p> : null}
          <p className="mt-0.5 text-sm">
            <StrangerLink text={technique.url} />
          </p>
        </div>
      ))}
      <Linked title="Groups" entries={groups} />
      <Linked title="Software" entries={software} />
      {unknownTags.length > 0 ? (
        <p className="note note-warning text-sm">
          ATT&amp;CK {context.version} does not contain these tags:{' '}
          <code>
            <StrangerText text={unknownTags.slice(0, LIST_LIMIT).join(', ')} kind="sentence" />
          </code>
        </p>
      ) : null}
      <p className="text-faint text-xs">ATT&amp;CK {context.version}</p>
    </div>
  );
}

function Linked({
  title,
  entries,
}: {
  title: string;
  entries: readonly { readonly id: string; readonly name: string; readonly url: string }[];
}) {
  if (entries.length === 0) return null;
  return (
    <p className="prose text-sm">
      <span className="text-faint">{title}</span>{' '}
      {entries.map(({ id, name, url }, index) => (
        <span key={id}>
          {index > 0 ? ', ' : ''}
          <ExternalLink href={url}>{name}</ExternalLink>
        </span>
      ))}
    </p>
  );
}
