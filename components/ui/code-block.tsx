import { type CodeLanguage, highlight } from '@/lib/highlight';
import { CodeLines, type CodeLinesProps } from './code-lines';
import { ScrollBox } from './scroll-box';

/** Text with syntax highlighting, done on the server. */
export async function CodeBlock({
  text,
  language,
  label,
  ...marks
}: Omit<CodeLinesProps, 'lines'> & { text: string; language: CodeLanguage; label: string }) {
  return (
    <ScrollBox label={label} className="code">
      <CodeLines lines={await highlight(text.replace(/\r?\n$/, ''), language)} {...marks} />
    </ScrollBox>
  );
}
