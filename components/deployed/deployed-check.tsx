'use client';

import { type DragEvent, useRef, useState, useSyncExternalStore } from 'react';
import { storedSelection } from '@/components/selection/stored-selection';
import { siteAddress } from '@/components/ui/site-address';
import { onStored } from '@/components/ui/stored-text';
import type { DeployedComparison } from '@/lib/catalog/deploy/compare';
import { Comparison } from './comparison';

const NONE: readonly string[] = [];

interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Takes files or pasted text, asks the server, and shows what it found. */
export function DeployedCheck() {
  const [text, setText] = useState('');
  const [state, setState] = useState<'idle' | 'busy'>('idle');
  const [error, setError] = useState<string | null>(null);
  const [answer, setAnswer] = useState<DeployedComparison | null>(null);
  const selected = useSyncExternalStore(onStored, storedSelection, () => NONE);
  const latest = useRef(0);

  async function compare(files: readonly NamedText[]) {
    const turn = ++latest.current;
    setState('busy');
    setError(null);
    const result = await requestComparison(files, selected);
    if (turn !== latest.current) return;
    setState('idle');
    if ('error' in result) setError(result.error);
    else setAnswer(result);
  }
  async function read(list: FileList | null) {
    const files = [...(list ?? [])];
    if (files.length === 0) return;
    const texts = files.map(async (file) => ({ name: file.name, text: await file.text() }));
    await compare(await Promise.all(texts));
  }
  function drop(event: DragEvent) {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    void read(event.dataTransfer.files);
  }

  return (
    <div className="space-y-4">
      <form
        className="space-y-2"
        onSubmit={(event) => {
          event.preventDefault();
          void compare([{ name: 'pasted text', text }]);
        }}
      >
        <label htmlFor="export" className="block font-semibold">
          Export
        </label>
        <textarea
          id="export"
          value={text}
          rows={8}
          spellCheck={false}
          autoComplete="off"
          className="paper"
          placeholder="Paste an ARM template, YAML of analytics rules, or the JSON of custom detections; or drop files here."
          onChange={(event) => setText(event.target.value)}
          onDrop={drop}
          onDragOver={(event) => event.preventDefault()}
        />
        <div className="flex flex-wrap items-center gap-2">
          <button
            type="submit"
            className="button h-8"
            data-kind="primary"
            disabled={text.trim() === '' || state === 'busy'}
          >
            {state === 'busy' ? 'Comparing…' : 'Compare'}
          </button>
          <label className="button h-8">
            Open files
            <input
              type="file"
              multiple
              accept=".json,.yaml,.yml"
              className="sr-only"
              onChange={(event) => void read(event.target.files)}
            />
          </label>
          <span className="text-muted text-sm">
            Sentinel: Analytics, select all, Export. Defender:{' '}
            <code>security/rules/detectionRules</code> of Microsoft Graph.
          </span>
        </div>
      </form>
      {error === null ? null : (
        <p role="alert" className="note note-error">
          {error}
        </p>
      )}
      <div aria-live="polite">
        {answer ? <Comparison answer={answer} selected={selected.length} /> : null}
      </div>
    </div>
  );
}

async function requestComparison(
  files: readonly NamedText[],
  selected: readonly string[],
): Promise<DeployedComparison | { error: string }> {
  try {
    const response = await fetch(siteAddress('/api/deployed'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ files, selected }),
    });
    const body = (await response.json()) as DeployedComparison & { error?: string };
    if (response.ok) return body;
    return { error: body.error ?? `The server answered ${response.status}. Try again.` };
  } catch (error) {
    console.warn('no comparison', error);
    return { error: 'The server did not answer. Try again.' };
  }
}
