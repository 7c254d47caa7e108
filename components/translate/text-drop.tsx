'use client';

import { type DragEvent, type Ref, useId } from 'react';
import { codePointName } from '@/lib/text/invisible';
import { textParts } from '@/lib/text/text-parts';

const MAX_NAMES = 8;

/** A text field that you can type into, drop files on, or open a file in. */
export function TextDrop({
  label,
  hint,
  value,
  onChange,
  accept,
  rows,
  name,
  textRef,
}: {
  label: string;
  hint: string;
  value: string;
  onChange: (text: string) => void;
  accept: string;
  rows: number;
  /** The field's name, where a form sends the text. */
  name?: string;
  textRef?: Ref<HTMLTextAreaElement>;
}) {
  const id = useId();

  async function read(files: FileList | null) {
    const texts = await Promise.all([...(files ?? [])].map((file) => file.text()));
    if (texts.length > 0) onChange(texts.join('\n'));
  }
  function drop(event: DragEvent) {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    void read(event.dataTransfer.files);
  }

  return (
    <div>
      <div className="side-head">
        <label htmlFor={id} className="font-semibold">
          {label}
        </label>
        <OpenFile accept={accept} onOpen={read} />
      </div>
      <textarea
        id={id}
        name={name}
        ref={textRef}
        value={value}
        rows={rows}
        spellCheck={false}
        autoComplete="off"
        placeholder={hint}
        className="paper"
        onChange={(event) => onChange(event.target.value)}
        onDrop={drop}
        onDragOver={(event) => event.preventDefault()}
      />
      <InvisibleCharacters text={value} />
    </div>
  );
}

/** Names the invisible characters of a text, because a text field cannot show them. */
function InvisibleCharacters({ text }: { text: string }) {
  const names = new Set(
    textParts(text).flatMap((part) =>
      part.kind === 'invisible' ? [codePointName(part.codePoint)] : [],
    ),
  );
  if (names.size === 0) return null;
  return (
    <p className="note note-warning mt-2 text-sm">
      This text has invisible characters: {[...names].slice(0, MAX_NAMES).join(', ')}
      {names.size > MAX_NAMES ? ' and others' : ''}.
    </p>
  );
}

function OpenFile({
  accept,
  onOpen,
}: {
  accept: string;
  onOpen: (files: FileList | null) => Promise<void>;
}) {
  return (
    <label className="button" data-kind="quiet">
      Open a file
      <input
        type="file"
        accept={accept}
        className="sr-only"
        onChange={(event) => void onOpen(event.target.files)}
      />
    </label>
  );
}
