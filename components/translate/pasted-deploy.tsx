'use client';

import { useEffect, useState } from 'react';
import { DeployFacts, DeployIntroduction, Losses, Standing } from '@/components/rule/deploy-parts';
import { CodeFold } from '@/components/ui/code-fold';
import { CopyButton } from '@/components/ui/copy-button';
import { OPEN_LINES } from '@/components/ui/cut-code';
import { nameOf, ownFiles } from '@/lib/deploy/rendered-file';
import type { DeployFormat } from '@/lib/deploy/types';
import type { DeployAnswer, DeployRequest, ShownFile } from '@/lib/workbench/types';
import { PAUSE_MS } from './limits';
import { postPatiently } from './post-to-server';

/** A pasted rule's query as a detection, in the formats that a rule's page offers, once it is asked for. */
export function PastedDeploy(query: Omit<DeployRequest, 'format'>) {
  const [isOpen, setIsOpen] = useState(false);
  const [format, setFormat] = useState<DeployFormat | null>(null);
  const { answer, error } = useFormats(isOpen, { ...query, format });
  return (
    <details className="mt-2" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary className="link text-sm">Deploy</summary>
      <div className="pt-2" aria-live="polite">
        {error ? <p className="note note-error mb-2">{error}</p> : null}
        {answer ? <Formats answer={answer} onChoose={setFormat} /> : null}
        {!answer && !error ? <p className="text-muted">Writing the formats…</p> : null}
      </div>
    </details>
  );
}

interface FormatsState {
  readonly answer: DeployAnswer | null;
  readonly error: string | null;
}

/** The formats of a query while they are wanted, asked for again when the query has changed. */
function useFormats(
  isWanted: boolean,
  { rule, place, target, format }: DeployRequest,
): FormatsState {
  const [state, setState] = useState<FormatsState>({ answer: null, error: null });

  useEffect(() => {
    if (!isWanted) return;
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      const result = await postPatiently<DeployAnswer | null>(
        '/api/translate/deploy',
        { rule, place, target, format },
        abort.signal,
      ).catch(() => null);
      if (result === null || abort.signal.aborted) return;
      if ('error' in result) setState(({ answer }) => ({ answer, error: result.error }));
      else setState({ answer: result.answer, error: null });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [isWanted, rule, place, target, format]);

  return state;
}

function Formats({
  answer: { formats, shown, files, facts },
  onChoose,
}: {
  answer: DeployAnswer;
  onChoose: (format: DeployFormat) => void;
}) {
  const chosen = formats.find(({ format }) => format === shown);
  const own = ownFiles(files);
  return (
    <>
      <DeployIntroduction isHunting={facts?.isHunting ?? false} />
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">Formats</legend>
        {formats.map(({ format, name, what, refused, losses }) => (
          <button
            key={format}
            type="button"
            className="chip hover:text-text aria-pressed:border-accent aria-pressed:text-text"
            aria-pressed={format === shown}
            title={what}
            onClick={() => onChoose(format)}
          >
            <Standing name={name} refused={refused} losses={losses} />
          </button>
        ))}
      </fieldset>
      {chosen ? (
        <div className="space-y-3 pt-3">
          <p className="text-muted text-sm">{chosen.what}.</p>
          <Losses losses={chosen.losses} />
          {files.length > 0 && facts ? <DeployFacts facts={facts} format={shown} /> : null}
          {own.map((file) => (
            <File key={file.path} file={file} />
          ))}
          {files
            .filter(({ isShared }) => isShared)
            .map((file) => (
              <details key={file.path}>
                <summary className="link text-sm">{nameOf(file)}</summary>
                <File file={file} />
              </details>
            ))}
        </div>
      ) : null}
    </>
  );
}

function File({ file }: { file: ShownFile }) {
  const name = nameOf(file);
  return (
    <div>
      <div className="side-head">
        <h3 className="min-w-0 truncate font-mono text-sm">{name}</h3>
        <span className="flex gap-2">
          <CopyButton compact label="Copy" about={name} text={file.text} />
          <button
            type="button"
            className="button"
            data-kind="quiet"
            onClick={() => download(name, file.text)}
          >
            Download
          </button>
        </span>
      </div>
      <CodeFold label={name} lines={file.lines} open={OPEN_LINES} />
    </div>
  );
}

function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
