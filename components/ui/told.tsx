import { StrangerLink } from './stranger-link';
import { WithCode } from './with-code';

/** What is said under a name; without texts the name is left out. */
export type ToldPart = readonly [name: string, texts: readonly string[]];

/** Sentences under their names, side by side where there is room; under each name, those after `shown` are folded. */
export function Told({
  parts,
  shown = Number.POSITIVE_INFINITY,
}: {
  parts: readonly ToldPart[];
  shown?: number;
}) {
  return (
    <dl className="told">
      {parts.map(([name, texts]) =>
        texts.length > 0 ? (
          <div key={name}>
            <dt>{name}</dt>
            {texts.slice(0, shown).map((text) => (
              <dd key={text}>
                <WithCode text={text} />
              </dd>
            ))}
            {texts.length > shown ? <Folded texts={texts.slice(shown)} /> : null}
          </div>
        ) : null,
      )}
    </dl>
  );
}

function Folded({ texts }: { texts: readonly string[] }) {
  return (
    <dd>
      <details>
        <summary className="link text-sm">{texts.length} more</summary>
        <ul className="space-y-1 pt-1">
          {texts.map((text) => (
            <li key={text}>
              <WithCode text={text} />
            </li>
          ))}
        </ul>
      </details>
    </dd>
  );
}

/** Where the facts of an entry are documented. */
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
