import { CodeEntries } from '@/components/diagnostics/code-entries';
import { Section } from '@/components/ui/section';
import { WithCode } from '@/components/ui/with-code';
import { DIAGNOSTIC_GROUPS } from '@/lib/diagnostic-codes/diagnostic-groups';

export const metadata = {
  title: 'Diagnostics',
  description: 'What each diagnostic code of Watchfloor means, and what to do about it.',
};

export default function DiagnosticsPage() {
  return (
    <div className="page pt-4 pb-8">
      <h1 className="mb-1 font-semibold text-xl">Diagnostics</h1>
      <p className="mb-3 max-w-3xl text-muted">
        What each code means, and what to do about it. Use your browser’s search to find a code.
      </p>
      <nav aria-label="Groups of codes" className="mb-4 flex flex-wrap gap-1.5">
        {DIAGNOSTIC_GROUPS.map(({ id, title }) => (
          <a key={id} className="chip" href={`#${id}`}>
            {title}
          </a>
        ))}
      </nav>
      {DIAGNOSTIC_GROUPS.map(({ id, title, about, codes }) => (
        <Section key={id} id={id} title={title}>
          <p className="mb-3 max-w-3xl">
            <WithCode text={about} />
          </p>
          <CodeEntries codes={codes} />
        </Section>
      ))}
    </div>
  );
}
