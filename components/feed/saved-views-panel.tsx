'use client';

import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import {
  removeView,
  renameView,
  type SavedView,
  saveView,
  useSavedViews,
  viewAddress,
} from './saved-views';

/** The saved views, and a way to save what the feed shows. It takes the focus when it opens. */
export function SavedViewsPanel() {
  const views = useSavedViews();
  const here = viewAddress(useSearchParams().toString());
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.querySelector<HTMLElement>('a, input')?.focus(), []);
  return (
    <div ref={panel} className="menu-panel">
      {views.length > 0 ? (
        <ul aria-label="Saved views">
          {views.map((view) => (
            <ViewLine key={view.name} view={view} isHere={view.href === here} />
          ))}
        </ul>
      ) : (
        <p className="text-muted text-sm">No view is saved in this browser.</p>
      )}
      <NameForm
        label="Name of this view"
        action="Save this view"
        onName={(name) => saveView(name, here)}
      />
    </div>
  );
}

function ViewLine({ view: { name, href }, isHere }: { view: SavedView; isHere: boolean }) {
  const [isRenaming, setRenaming] = useState(false);
  const line = useRef<HTMLLIElement>(null);

  function rename(next: string) {
    renameView(name, next);
    setRenaming(false);
  }

  function remove() {
    const neighbour = line.current?.nextElementSibling ?? line.current?.previousElementSibling;
    const next =
      neighbour?.querySelector('a') ?? line.current?.closest('details')?.querySelector('summary');
    next?.focus();
    removeView(name);
  }

  return (
    <li ref={line}>
      {isRenaming ? (
        <NameForm
          label={`New name of ${name}`}
          action="Rename"
          value={name}
          isFocused
          onName={rename}
        />
      ) : (
        <span className="flex items-center gap-1">
          <Link
            className="stranger min-w-0 flex-1"
            href={href}
            prefetch={false}
            aria-current={isHere ? 'page' : undefined}
          >
            {name}
          </Link>
          <button
            type="button"
            className="button"
            data-kind="quiet"
            aria-label={`Rename ${name}`}
            onClick={() => setRenaming(true)}
          >
            Rename
          </button>
          <button
            type="button"
            className="button"
            data-kind="quiet"
            aria-label={`Remove ${name}`}
            onClick={remove}
          >
            Remove
          </button>
        </span>
      )}
    </li>
  );
}

function NameForm({
  label,
  action,
  value = '',
  isFocused = false,
  onName,
}: {
  label: string;
  action: string;
  value?: string;
  isFocused?: boolean;
  onName: (name: string) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isFocused) input.current?.select();
  }, [isFocused]);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onName(input.current?.value ?? '');
    if (input.current) input.current.value = value;
  }

  return (
    <form className="flex gap-1.5 py-1" onSubmit={submit}>
      <input
        ref={input}
        className="field h-7 min-w-0 flex-1 text-sm"
        aria-label={label}
        placeholder={label}
        defaultValue={value}
        maxLength={80}
        required
      />
      <button type="submit" className="button">
        {action}
      </button>
    </form>
  );
}
