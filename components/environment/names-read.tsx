import { countOf } from '@/components/ui/count';
import { Section } from '@/components/ui/section';
import { StrangerText } from '@/components/ui/stranger-text';
import type { Environment } from '@/lib/catalog/environment';

/** Which of one's names rules need, which they do not, and what the ASIM parsers read of them. */
export function NamesRead({
  environment: { own, unknown, parsers },
}: {
  environment: Environment;
}) {
  return (
    <Section id="names" title="Your tables">
      <Names service="Sentinel" names={own.sentinel} />
      <Names service="Defender XDR" names={own.defender} />
      {unknown.length > 0 ? (
        <details className="mb-3" open={unknown.some(({ near }) => near !== null)}>
          <summary className="link text-sm">{unknown.length} that no rule needs</summary>
          <ul className="own-names mt-1">
            {unknown.map(({ name, near }) => (
              <li key={name} className="chip" data-mono="">
                <StrangerText text={name} kind="word" />
                {near ? <span className="font-sans text-warn">did you mean {near}?</span> : null}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      <details>
        <summary className="link text-sm">
          {parsers.filter(({ has }) => has.length > 0).length} of {parsers.length} ASIM parsers have
          data
        </summary>
        <p className="my-1 max-w-prose text-muted text-sm">
          Sentinel has the parsers built in, but not their data. A query on a parser runs here if
          you have a table that the parser reads and that can hold the events of the rule.
        </p>
        <dl className="facts">
          {parsers.map(({ parser, has, lacks }) => (
            <div key={parser} className="contents">
              <dt className="font-mono text-xs">{parser}</dt>
              <dd className="font-mono text-xs">
                {has.length > 0 ? has.join(' ') : <span className="text-faint">no table</span>}
                {lacks.length > 0 ? (
                  <span className="text-faint"> · not here: {lacks.join(' ')}</span>
                ) : null}
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </Section>
  );
}

function Names({ service, names }: { service: string; names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <>
      <h3 className="mb-1 text-muted text-sm">
        {countOf(names.length, `${service} table`)} that rules need
      </h3>
      <ul className="own-names mb-3">
        {names.map((name) => (
          <li key={name} className="chip" data-mono="">
            {name}
          </li>
        ))}
      </ul>
    </>
  );
}
