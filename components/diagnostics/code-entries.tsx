import { WithCode } from '@/components/ui/with-code';
import type { CodeText } from '@/lib/diagnostic-codes/code-text';
import { SEVERITY_NAME } from '@/lib/severity';

/** Codes with what they mean and what to do about them; each has an anchor of its own. */
export function CodeEntries({ codes }: { codes: Readonly<Record<string, CodeText>> }) {
  return (
    <dl className="columns-[36rem] gap-x-10 text-sm">
      {Object.entries(codes).map(([code, { severity, meaning, remedy }]) => (
        <div key={code} id={code} className="break-inside-avoid pb-3 target:bg-panel">
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
