import { WithCode } from '@/components/ui/with-code';
import { anchorOf, type GlossaryEntry, glossary } from '@/lib/glossary';

export const metadata = {
  title: 'Glossary',
  description: 'What Watchfloor means by exact, self-tested, near miss and its other terms.',
};

export default function GlossaryPage() {
  return (
    <div className="page pt-4 pb-8">
      <h1 className="font-semibold text-xl">Glossary</h1>
      <p className="mb-3 max-w-prose text-muted">
        What the words on these pages mean. Tooltips use the same definitions.
      </p>
      <dl className="gap-x-12 md:columns-2 xl:columns-3">
        {glossary().map((entry) => (
          <Term key={entry.term} entry={entry} />
        ))}
      </dl>
    </div>
  );
}

function Term({ entry: { term, definition, see } }: { entry: GlossaryEntry }) {
  return (
    <div id={anchorOf(term)} className="break-inside-avoid border-b py-3 target:bg-accent-soft">
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
