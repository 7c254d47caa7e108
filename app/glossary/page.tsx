import '@/components/ui/glossary.css';
import { WithCode } from '@/components/ui/with-code';
import { anchorOf, type GlossaryEntry, glossary } from '@/lib/glossary';

export const metadata = {
  title: 'Glossary',
  description: 'What Watchfloor means by exact, self-tested, near miss and its other terms.',
};

export default function GlossaryPage() {
  return (
    <div className="page pt-4 pb-8">
      <h1 className="mb-1 font-semibold text-xl">Glossary</h1>
      <p className="mb-3 max-w-prose text-muted">
        What the words on these pages mean. Tooltips use the same definitions.
      </p>
      <nav aria-label="Terms by letter" className="letters">
        <ul>
          {firstTerms().map(([letter, term]) => (
            <li key={letter}>
              <a href={`#${anchorOf(term)}`}>{letter}</a>
            </li>
          ))}
        </ul>
      </nav>
      <dl className="glossary">
        {glossary().map((entry) => (
          <Term key={entry.term} entry={entry} />
        ))}
      </dl>
    </div>
  );
}

/** Each letter with the first term that begins with it. */
function firstTerms(): readonly (readonly [letter: string, term: string])[] {
  const first = new Map<string, string>();
  for (const { term } of glossary()) {
    const letter = term.charAt(0).toUpperCase();
    if (!first.has(letter)) first.set(letter, term);
  }
  return [...first];
}

function Term({ entry: { term, definition, see } }: { entry: GlossaryEntry }) {
  return (
    <div id={anchorOf(term)} className="glossary-term">
      <dt className="font-semibold">
        <a href={`#${anchorOf(term)}`} className="text-text">
          {term}
        </a>
      </dt>
      <dd>
        <WithCode text={definition} />
        <p className="mt-0.5 text-faint text-xs">
          See also{' '}
          {see.map((other, at) => (
            <span key={other}>
              {at > 0 ? ', ' : ''}
              <a href={`#${anchorOf(other)}`}>{other}</a>
            </span>
          ))}
        </p>
      </dd>
    </div>
  );
}
