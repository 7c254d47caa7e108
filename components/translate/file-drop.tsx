'use client';

import { type DragEvent, type ReactNode, useState } from 'react';
import { WithCode } from '@/components/ui/with-code';
import { codePointName } from '@/lib/text/invisible';
import { textParts } from '@/lib/text/text-parts';

const MAX_NAMES = 8;

/** The text of files, or why they are not read. */
export type FilesRead = { readonly text: string } | { readonly refusal: string };
export type ReadFiles = (files: readonly File[]) => Promise<FilesRead>;

/** A field for text on which files can be dropped, with its name and a button that opens files. */
export function FileDrop({
  label,
  accept,
  readFiles = asText,
  text,
  onText,
  children,
}: {
  /** Names the field that `children` has. */
  label: ReactNode;
  accept: string;
  readFiles?: ReadFiles;
  /** What the field holds. */
  text: string;
  onText: (text: string) => void;
  children: ReactNode;
}) {
  const [refusal, setRefusal] = useState<string | null>(null);

  async function read(list: FileList | null) {
    const files = [...(list ?? [])];
    if (files.length === 0) return;
    const result = await readFiles(files);
    setRefusal('refusal' in result ? result.refusal : null);
    if ('text' in result) onText(result.text);
  }
  function drop(event: DragEvent) {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    void read(event.dataTransfer.files);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button opens the same files
    <div onDropCapture={drop} onDragOver={(event) => event.preventDefault()}>
      <div className="side-head">
        {label}
        <OpenFile accept={accept} onOpen={read} />
      </div>
      {children}
      {refusal === null ? null : (
        <p className="note note-error mt-2 text-sm" role="alert">
          <WithCode text={refusal} />
        </p>
      )}
      <InvisibleCharacters text={text} />
    </div>
  );
}

const asText: ReadFiles = async (files) => {
  const texts = await Promise.all(files.map((file) => file.text()));
  return { text: texts.join('\n') };
};

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
        onChange={({ target }) => {
          void onOpen(target.files).then(() => {
            // The same file can be opened again.
            target.value = '';
          });
        }}
      />
    </label>
  );
}
