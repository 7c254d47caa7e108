import Link from 'next/link';
import { logSourceName } from '@/components/rule/log-source-name';
import { SharedTexts } from '@/components/rule/shared-texts';
import { StrangerText } from '@/components/ui/stranger-text';
import { WithCode } from '@/components/ui/with-code';
import type { Neighbour } from '@/lib/catalog/neighbours';
import type { NamedRule } from '@/lib/catalog/rules-like';
import { compareHref, PASTED } from './compare-href';

/** One of the two sides: its rule, or what was asked for and what that may mean. */
export interface Side {
  /** The id of its rule, or that it is pasted; null if it is not chosen yet. */
  readonly chosen: string | null;
  /** What the field shows: a title where a rule is chosen, else what was typed. */
  readonly text: string;
  readonly like: readonly NamedRule[];
}

/**
 * Asks for the rules to compare, by words, id or address, or offers the neighbours of the one that is chosen. It works
 * without JavaScript.
 */
export function ChooseRules({
  a,
  b,
  near,
}: {
  a: Side;
  b: Side;
  /** The rules that are most like the chosen one. */
  near: readonly Neighbour[];
}) {
  const hrefWith = (id: string) =>
    a.chosen ? compareHref(a.chosen, id) : compareHref(id, b.chosen ?? '');
  return (
    <div className="choose-rules">
      <Fields a={a} b={b} />
      {near.length > 0 ? (
        <section aria-labelledby="near" className="min-w-0">
          <h2 id="near" className="mb-1 font-semibold">
            Most like {a.chosen ? 'A' : 'B'}
          </h2>
          <ol className="space-y-2.5">
            {near.map((rule) => (
              <Near key={rule.id} rule={rule} href={hrefWith(rule.id)} />
            ))}
          </ol>
        </section>
      ) : null}
    </div>
  );
}

function Near({
  rule: { id, title, level, looksFor, shared, ...source },
  href,
}: {
  rule: Neighbour;
  href: string;
}) {
  return (
    <li className="text-sm">
      <a href={href} className="font-semibold text-base">
        <StrangerText text={title} kind="title" />
      </a>{' '}
      <span className="text-faint">
        <StrangerText text={`${level ?? 'no level'}, ${logSourceName(source)}`} kind="word" />
      </span>
      <SharedTexts shared={shared} />
      <span className="block text-muted">
        <WithCode text={looksFor} />
      </span>
    </li>
  );
}

function Fields({ a, b }: { a: Side; b: Side }) {
  return (
    <form action="/compare" className="space-y-4">
      <Choice
        name="a"
        side={a}
        hrefOf={(id) =>
          b.chosen ? compareHref(id, b.chosen) : `/compare?a=${encodeURIComponent(id)}`
        }
      />
      <Choice
        name="b"
        side={b}
        hrefOf={(id) =>
          a.chosen ? compareHref(a.chosen, id) : `/compare?b=${encodeURIComponent(id)}`
        }
      />
      <p className="flex flex-wrap gap-2">
        <button type="submit" className="button" data-kind="primary">
          Compare
        </button>
        {a.chosen && !b.chosen ? (
          <Link
            className="button with-script"
            href={compareHref(a.chosen, PASTED)}
            prefetch={false}
          >
            With a pasted rule
          </Link>
        ) : null}
      </p>
    </form>
  );
}

function Choice({
  name,
  side: { chosen, text, like },
  hrefOf,
}: {
  name: 'a' | 'b';
  side: Side;
  hrefOf: (id: string) => string;
}) {
  const label = `Rule ${name.toUpperCase()}`;
  if (chosen !== null) {
    return (
      <p>
        <input type="hidden" name={name} value={chosen} />
        <span className="block font-semibold">{label}</span>
        <StrangerText text={text} kind="title" />
      </p>
    );
  }
  return (
    <div>
      <label className="block">
        <span className="mb-1 block font-semibold">{label}</span>
        <input
          type="search"
          name={name}
          defaultValue={text}
          placeholder="Words of its title, its id or its address"
          className="field w-full"
        />
      </label>
      {text !== '' && like.length === 0 ? (
        <p className="mt-1 text-muted text-sm">No rule is found for this.</p>
      ) : null}
      {like.length > 0 ? (
        <ul aria-label={`Rules for ${label}`} className="mt-2 space-y-1 text-sm">
          {like.map(({ id, title, level }) => (
            <li key={id}>
              <Link href={hrefOf(id)} prefetch={false}>
                <StrangerText text={title} kind="title" />
              </Link>{' '}
              <span className="text-faint">{level ?? 'no level'}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
