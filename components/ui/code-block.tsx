import { type CodeLanguage, highlight } from '@/lib/highlight';
import { CodeFold } from './code-fold';
import type { CodeLinesProps } from './code-lines';
import { formatCount } from './count';
import { cutCode } from './cut-code';

/**
 * Text with syntax highlighting, done on the server. A long text is folded after its first lines; of a very
 * long one the page has only the first lines, and a link to the whole.
 */
export async function CodeBlock({
  text,
  language,
  label,
  whole,
  ...marks
}: Omit<CodeLinesProps, 'lines'> & {
  text: string;
  language: CodeLanguage;
  label: string;
  /** The address of the whole text. */
  whole?: string;
}) {
  const shown = cutCode(text.replace(/\r?\n$/, ''));
  return (
    <>
      <CodeFold
        lines={await highlight(shown.text, language)}
        open={shown.open}
        label={label}
        cut={shown.cut}
        {...marks}
      />
      {shown.cut ? (
        <p className="pt-1 text-sm">
          {whole ? (
            <a href={whole}>Open all {formatCount(shown.lines)} lines</a>
          ) : (
            `Of ${formatCount(shown.lines)} lines.`
          )}{' '}
          <span className="text-muted">
            This is the start of {formatCount(text.length)} characters. Copies and downloads are
            whole.
          </span>
        </p>
      ) : null}
    </>
  );
}
