import { type CodeLanguage, highlight } from '@/lib/highlight';
import { FILE_LIMIT } from '@/lib/text/limits';
import { CodeLines, type CodeLinesProps } from './code-lines';
import { formatCount } from './count';
import { ScrollBox } from './scroll-box';

/** Text with syntax highlighting, done on the server. */
export async function CodeBlock({
  text,
  language,
  label,
  ...marks
}: Omit<CodeLinesProps, 'lines'> & { text: string; language: CodeLanguage; label: string }) {
  const shown = text.slice(0, FILE_LIMIT).replace(/\r?\n$/, '');
  return (
    <>
      <ScrollBox label={label} className="code">
        <CodeLines lines={await highlight(shown, language)} {...marks} />
      </ScrollBox>
      {text.length > FILE_LIMIT ? (
        <p className="text-faint text-xs">
          Showing the first {formatCount(FILE_LIMIT)} of {formatCount(text.length)} characters. The
          download is whole.
        </p>
      ) : null}
    </>
  );
}
