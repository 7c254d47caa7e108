'use client';

import { type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from 'react';
import { siteAddress } from '@/components/ui/site-address';
import type { RuleVocabulary } from '@/lib/workbench/rule-vocabulary';
import type { MarginNote } from './editor/margin-notes';
import type { OpenEditor } from './editor/open-editor';
import { FileDrop } from './file-drop';
import { readFiles } from './read-files';

const LABEL = 'Sigma rule';
const HINT = 'Paste a Sigma rule, or drop a file here.';

/** What the page asks of the editor, whichever there is. */
export interface RuleEditorHandle {
  select(from: number, to: number): void;
}

/**
 * The rule, to be edited. It is a plain text field until the editor has loaded, and stays one where that
 * fails.
 */
export function RuleEditor({
  value,
  onChange,
  notes,
  ref,
}: {
  value: string;
  onChange: (text: string) => void;
  notes: readonly MarginNote[];
  ref: Ref<RuleEditorHandle>;
}) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const editor = useEditor(host, field, value, onChange);

  useEffect(() => editor?.setNotes(notes), [editor, notes]);
  useImperativeHandle(ref, () => ({
    select(from, to) {
      if (editor) return editor.select(from, to);
      field.current?.focus();
      field.current?.setSelectionRange(from, to);
    },
  }));

  const label = editor ? (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on a label focuses its field, as of any other
    // biome-ignore lint/a11y/noStaticElementInteractions: the editor has this name for screen readers
    <span className="font-semibold" onClick={() => editor.focus()}>
      {LABEL}
    </span>
  ) : (
    <label htmlFor={id} className="font-semibold">
      {LABEL}
    </label>
  );
  return (
    <FileDrop
      label={label}
      accept=".yml,.yaml,text/yaml"
      readFiles={readFiles}
      text={value}
      onText={onChange}
    >
      <div ref={host} className="editor" hidden={!editor} />
      {editor ? null : (
        <textarea
          ref={field}
          id={id}
          value={value}
          rows={24}
          spellCheck={false}
          autoComplete="off"
          placeholder={HINT}
          className="paper"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <p
        className={`mt-1 text-faint text-xs max-md:hidden pointer-coarse:hidden ${editor ? '' : 'invisible'}`}
      >
        <kbd>Ctrl Space</kbd> completes, <kbd>F8</kbd> goes to the next problem, <kbd>Tab</kbd>{' '}
        leaves the editor.
      </p>
    </FileDrop>
  );
}

/** Loads the editor and opens it in `host`, with the text, the focus and the selection of the text field. */
function useEditor(
  host: { readonly current: HTMLDivElement | null },
  field: { readonly current: HTMLTextAreaElement | null },
  value: string,
  onChange: (text: string) => void,
): OpenEditor | null {
  const [editor, setEditor] = useState<OpenEditor | null>(null);
  const latest = useRef({ value, onChange });
  useEffect(() => {
    latest.current = { value, onChange };
  });

  // What the editor has told comes back as a value, perhaps after more was typed: it is no news to it.
  const told = useRef<string[]>([]);
  useEffect(() => {
    const at = told.current.indexOf(value);
    if (at === -1) editor?.setText(value);
    else told.current.splice(0, at + 1);
  }, [editor, value]);

  useEffect(() => {
    let isOver = false;
    let opened: OpenEditor | null = null;
    import('./editor/open-editor')
      .then(({ openEditor }) => {
        if (isOver || !host.current) return;
        opened = openEditor(host.current, {
          label: LABEL,
          hint: HINT,
          text: latest.current.value,
          onChange: (text) => {
            told.current.push(text);
            latest.current.onChange(text);
          },
          vocabulary: fetchVocabulary(),
        });
        takeOver(opened, host.current, field.current);
        setEditor(opened);
      })
      .catch((error: unknown) => console.warn('the editor cannot be loaded', error));
    return () => {
      isOver = true;
      opened?.close();
      setEditor(null);
    };
  }, [host, field]);

  return editor;
}

/** Keeps the cursor of someone who is already typing. */
function takeOver(editor: OpenEditor, host: HTMLElement, field: HTMLTextAreaElement | null): void {
  if (!field || document.activeElement !== field) return;
  host.hidden = false;
  editor.select(field.selectionStart, field.selectionEnd);
}

async function fetchVocabulary(): Promise<RuleVocabulary | null> {
  try {
    const response = await fetch(siteAddress('/api/translate/vocabulary'));
    if (response.ok) return await response.json();
    console.warn(`completions cannot be loaded: the server answered ${response.status}`);
  } catch (error) {
    console.warn('completions cannot be loaded', error);
  }
  return null;
}
