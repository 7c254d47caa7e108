'use client';

import { useId } from 'react';
import { FileDrop, type ReadFiles } from './file-drop';

/** A text field that you can type into, drop files on, or open a file in. */
export function TextDrop({
  label,
  hint,
  value,
  onChange,
  accept,
  readFiles,
  rows,
  name,
}: {
  label: string;
  hint: string;
  value: string;
  onChange: (text: string) => void;
  accept: string;
  readFiles?: ReadFiles;
  rows: number;
  /** The field's name, where a form sends the text. */
  name?: string;
}) {
  const id = useId();
  return (
    <FileDrop
      label={
        <label htmlFor={id} className="font-semibold">
          {label}
        </label>
      }
      accept={accept}
      readFiles={readFiles}
      text={value}
      onText={onChange}
    >
      <textarea
        id={id}
        name={name}
        value={value}
        rows={rows}
        spellCheck={false}
        autoComplete="off"
        placeholder={hint}
        className="paper"
        onChange={(event) => onChange(event.target.value)}
      />
    </FileDrop>
  );
}
