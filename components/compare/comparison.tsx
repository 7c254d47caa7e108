import Link from 'next/link';
import type { ReactNode } from 'react';
import { logSourceName } from '@/components/rule/log-source-name';
import { Outcome, type OutcomeMeanings } from '@/components/rule/outcome';
import { WordedRule } from '@/components/rule/rule-words';
import { CodeLines } from '@/components/ui/code-lines';
import { Level } from '@/components/ui/level';
import { Section } from '@/components/ui/section';
import { StrangerText } from '@/components/ui/stranger-text';
import { TARGET_NAME, TARGETS, type Target } from '@/lib/target';
import { AlignedCode } from './aligned-code';
import type { ComparedQuery, ComparedRule } from './compared-rule';

/** Two rules side by side, one below the other on a phone: what they say, their Sigma and their queries. */
export function Comparison({
  a,
  b,
  meanings,
}: {
  a: ComparedRule;
  b: ComparedRule;
  meanings: OutcomeMeanings;
}) {
  return (
    <>
      <div className="pair pb-4">
        <Title side="A" rule={a} />
        <Title side="B" rule={b} />
      </div>
      <Facts a={a} b={b} meanings={meanings} />
      <Section id="words" title="In words">
        <div className="pair">
          <Words side="A" rule={a} />
          <Words side="B" rule={b} />
        </div>
      </Section>
      <Section id="sigma" title="Sigma">
        <AlignedCode a={a.lines} b={b.lines} label="Sigma" />
      </Section>
      {TARGETS.map((target) => (
        <Section key={target} id={target} title={`KQL for ${TARGET_NAME[target]}`}>
          <Queries
            target={target}
            a={queryOf(a, target)}
            b={queryOf(b, target)}
            meanings={meanings}
          />
        </Section>
      ))}
    </>
  );
}

function Title({ side, rule: { title, href, isCut } }: { side: 'A' | 'B'; rule: ComparedRule }) {
  const name = <StrangerText text={title || 'Untitled rule'} kind="title" />;
  return (
    <div className="min-w-0">
      <p className="eyebrow">{side}</p>
      <h2 className="font-semibold text-lg">
        {href === null ? (
          name
        ) : (
          <Link href={href} prefetch={false}>
            {name}
          </Link>
        )}
      </h2>
      {href === null ? <p className="text-muted text-sm">Pasted in this tab</p> : null}
      {isCut ? (
        <p className="note note-info text-sm">
          It is very long: only the start of its texts is compared.
        </p>
      ) : null}
    </div>
  );
}

/** Level, log source, techniques and outcomes, each of A beside that of B, with marks where they differ. */
function Facts({
  a,
  b,
  meanings,
}: {
  a: ComparedRule;
  b: ComparedRule;
  meanings: OutcomeMeanings;
}) {
  const sourceOf = ({ logsource }: ComparedRule) =>
    logsource ? logSourceName(logsource) : 'as in each rule it refers to';
  const idsOf = ({ techniques }: ComparedRule) => techniques.map(({ id }) => id);
  return (
    <dl className="compared-facts pb-6">
      <Fact name="Level" differs={a.level !== b.level}>
        <Level level={a.level} />
        <Level level={b.level} />
      </Fact>
      <Fact name="Log source" differs={sourceOf(a) !== sourceOf(b)}>
        <StrangerText text={sourceOf(a)} kind="path" />
        <StrangerText text={sourceOf(b)} kind="path" />
      </Fact>
      <Fact name="Techniques" differs={String(idsOf(a)) !== String(idsOf(b))}>
        <Techniques rule={a} others={idsOf(b)} />
        <Techniques rule={b} others={idsOf(a)} />
      </Fact>
      {TARGETS.map((target) => {
        const [ofA, ofB] = [queryOf(a, target).outcome, queryOf(b, target).outcome];
        return (
          <Fact key={target} name={TARGET_NAME[target]} differs={ofA !== ofB}>
            <Outcome outcome={ofA} meanings={meanings} />
            <Outcome outcome={ofB} meanings={meanings} />
          </Fact>
        );
      })}
    </dl>
  );
}

function Fact({
  name,
  differs,
  children: [a, b],
}: {
  name: string;
  differs: boolean;
  children: readonly [a: ReactNode, b: ReactNode];
}) {
  return (
    <div data-differs={differs || undefined}>
      <dt>
        {name} {differs ? <span className="differs">differs</span> : null}
      </dt>
      <dd data-side="A">{a}</dd>
      <dd data-side="B">{b}</dd>
    </div>
  );
}

/** Those that the other rule does not have are marked. */
function Techniques({
  rule: { techniques },
  others,
}: {
  rule: ComparedRule;
  others: readonly string[];
}) {
  if (techniques.length === 0) return 'none';
  return (
    <ul>
      {techniques.map(({ id, name }) => (
        <li key={id}>
          <Link href={`/techniques/${id}`} prefetch={false}>
            <code className="text-xs">{id}</code> {name}
          </Link>
          {others.includes(id) ? null : <span className="only-here">only here</span>}
        </li>
      ))}
    </ul>
  );
}

function Words({ side, rule: { words } }: { side: 'A' | 'B'; rule: ComparedRule }) {
  return (
    <div className="min-w-0">
      <h3 className="eyebrow">{side}</h3>
      {words ? (
        <WordedRule words={words} />
      ) : (
        <p className="text-muted">The rule has no condition of its own to put in words.</p>
      )}
    </div>
  );
}

function queryOf({ queries }: ComparedRule, target: Target): ComparedQuery {
  const none = { target, outcome: 'unsupported', lines: [] } as const;
  return queries.find((query) => query.target === target) ?? none;
}

function Queries({
  target,
  a,
  b,
  meanings,
}: {
  target: Target;
  a: ComparedQuery;
  b: ComparedQuery;
  meanings: OutcomeMeanings;
}) {
  const label = `KQL for ${TARGET_NAME[target]}`;
  const both = a.lines.length > 0 && b.lines.length > 0;
  return (
    <>
      <div className="pair pb-1">
        <QuerySide side="A" query={a} label={label} alone={!both} meanings={meanings} />
        <QuerySide side="B" query={b} label={label} alone={!both} meanings={meanings} />
      </div>
      {both ? <AlignedCode a={a.lines} b={b.lines} label={label} /> : null}
    </>
  );
}

/** A query's outcome, and the query itself where there is none to compare it with. */
function QuerySide({
  side,
  query: { outcome, lines },
  label,
  alone,
  meanings,
}: {
  side: 'A' | 'B';
  query: ComparedQuery;
  label: string;
  alone: boolean;
  meanings: OutcomeMeanings;
}) {
  return (
    <div className="min-w-0">
      <p>
        <span className="eyebrow">{side}</span> <Outcome outcome={outcome} meanings={meanings} />
      </p>
      {alone && lines.length > 0 ? (
        <section aria-label={`${label} of ${side}`} className="code">
          <CodeLines lines={lines} />
        </section>
      ) : null}
    </div>
  );
}
