import { StrangerLink } from './stranger-link';
import { WithCode } from './with-code';

/** What is said under a name; without texts the name is left out. */
export type ToldPart = readonly [name: string, texts: readonly string[]];

/** Sentences under their names, side by side where there is room. */
export function Told({ parts }: { parts: readonly ToldPart[] }) {
  return (
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
