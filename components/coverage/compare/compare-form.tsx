import { StrangerText } from '@/components/ui/stranger-text';
import type { Mistake } from '@/lib/catalog/mistake';

interface Side {
  readonly text: string;
  readonly mistakes: readonly Mistake[];
}

const EXAMPLES = [
  ['changed:<30d', 'changed:60d..30d', 'the last 30 days against the 30 before'],
  ['proof:proven', '', 'proven rules against all'],
  ['target:defender-xdr', 'target:sentinel', 'Defender XDR against Sentinel'],
] as const;

/** Asks for the two filters. */
export function CompareForm({ a, b }: { a: Side; b: Side }) {
  return (
    <search>
      <form action="/coverage/compare" className="coverage-sides">
        <SideField name="a" side={a} />
        <SideField name="b" side={b} />
        <button type="submit" className="button h-8">
          Compare
        </button>
      </form>
      <p className="mt-2 text-faint text-xs">
        Each side is a search, or what follows <code>?</code> in the address of a feed or a matrix;
        empty, it is all rules. For example{' '}
        {EXAMPLES.map(([left, right, what], at) => (
          <span key={what}>
            {at > 0 ? ', ' : ''}
            <a
              href={`/coverage/compare?a=${encodeURIComponent(left)}&b=${encodeURIComponent(right)}`}
            >
              {what}
            </a>
          </span>
        ))}
        .
      </p>
    </search>
  );
}

function SideField({ name, side: { text, mistakes } }: { name: 'a' | 'b'; side: Side }) {
  return (
    <div>
      <label className="coverage-side">
        <span className="font-semibold">{name.toUpperCase()}</span>
        <input
          type="search"
          name={name}
          defaultValue={text}
          placeholder="All rules"
          className="field min-w-0 flex-1"
        />
      </label>
      {mistakes.map((mistake) => (
        <p key={mistake.text} className="note note-warning mt-2 text-sm" role="status">
          <StrangerText text={mistake.text} kind="sentence" />
        </p>
      ))}
    </div>
  );
}
