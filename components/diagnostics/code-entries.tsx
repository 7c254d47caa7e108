import { WithCode } from '@/components/ui/with-code';
import type { CodeText } from '@/lib/diagnostic-codes/code-text';
import { SEVERITY_NAME } from '@/lib/severity';
import './diagnostics.css';

/** Codes with what they mean and what to do about them; each has an anchor of its own. */
export function CodeEntries({ codes }: { codes: Readonly<Record<string, CodeText>> }) {
  return (
    <dl className="code-entries">
      {Object.entries(codes).map(([code, { severity, meaning, remedy }]) => (
        <div key={code} id={code}>
          <dt>
            <span className={`severity severity-${severity ?? 'varies'}`}>
              {severity ? SEVERITY_NAME[severity] : 'Severity varies'}
            </span>{' '}
            <a href={`#${code}`}>
              <code>{code}</code>
            </a>
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
