import { countOf } from '@/components/ui/count';
import { ExternalLink } from '@/components/ui/external-link';
import type { Linked } from '@/lib/attack';

/** What ATT&CK links to a technique, each with its text and source. */
export function TechniqueLinks({
  links,
  known,
  noun,
}: {
  links: readonly Linked[];
  /** How many ATT&CK links in total; the list may be shorter. */
  known?: number;
  noun?: string;
}) {
  const more = (known ?? 0) - links.length;
  return (
    <>
      <dl className="linked">
        {links.map(({ id, name, url, text, source }) => (
          <div key={`${id} ${name}`}>
            <dt>
              <ExternalLink href={url}>{name}</ExternalLink>
              {id ? <code>{id}</code> : null}
            </dt>
            {text || source ? (
              <dd>
                {text.split('\n\n').map((paragraph) => (
                  <p key={paragraph}>{paragraph}</p>
                ))}
                {source ? <Source {...source} /> : null}
              </dd>
            ) : null}
          </div>
        ))}
      </dl>
      {more > 0 && noun ? (
        <p className="mt-1 text-faint text-sm">
          Showing the most recently described. ATT&amp;CK lists {countOf(more, `more ${noun}`)}.
        </p>
      ) : null}
    </>
  );
}

function Source({ name, url }: { name: string; url: string | null }) {
  return (
    <p className="text-faint text-xs">
      Source: {url ? <ExternalLink href={url}>{name}</ExternalLink> : name}
    </p>
  );
}
