import { Section } from '@/components/ui/section';
import { StrangerLink } from '@/components/ui/stranger-link';
import { WithCode } from '@/components/ui/with-code';
import type { DataNeeded as Needed } from '@/lib/enrich/data-needed';

/** What the rule's log source records and misses, and what must be switched on for it. */
export function DataNeeded({ data }: { data: Needed | null }) {
  if (!data) return null;
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['Switch on', data.enable],
    ['Licence', data.licence ? [data.licence] : []],
    ['Records', [data.records]],
    ['Misses', data.misses],
    ['Volume', [data.volume]],
  ];
  return (
    <Section id="data" title="Data needed">
      <dl className="told">
        {parts.map(([name, texts]) =>
          texts.length > 0 ? (
            <div key={name}>
              <dt>{name}</dt>
              {texts.map((text) => (
                <dd key={text}>
                  <WithCode text={text} />
                </dd>
              ))}
            </div>
          ) : null,
        )}
      </dl>
      <Sources urls={data.sources} />
    </Section>
  );
}

/** Where an entry's facts are documented. */
export function Sources({ urls }: { urls: readonly string[] }) {
  return (
    <details className="mt-2 text-xs">
      <summary className="link">Sources</summary>
      <ul className="mt-1">
        {urls.map((url) => (
          <li key={url}>
            <StrangerLink text={url} />
          </li>
        ))}
      </ul>
    </details>
  );
}
