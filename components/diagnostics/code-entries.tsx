import { WithCode } from '@/components/ui/with-code';
import type { CodeText } from '@/lib/diagnostic-codes/code-text';
import { SEVERITY_NAME } from '@/lib/severity';

/** Codes with what they mean and what to do about them; each has an anchor of its own. */
export function CodeEntries({ codes }: { codes: Readonly<Record<string, CodeText>> }) {
  return (
    <dl className="max-w-3xl space-y-3 text-sm">
      {Object.entries(codes).map(([code, { severity, meaning, remedy }]) => (
        <div key={code} id={code} className="scroll-mt-20 target:bg-panel">
          <dt>
            <a href={`#${code}`}>
              <code>{code}</code>
            </a>{' '}
            <span className="text-faint text-xs">
              {severity ? SEVERITY_NAME[severity] : 'Severity varies'}
            </span>
          </dt>
          <dd>
            <WithCode text={meaning} />
          </dd>
          <dd className="text-muted">
            <WithCode text={remedy} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
