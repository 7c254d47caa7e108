'use client';

import { type ReactNode, useEffect, useRef } from 'react';

/** A native modal dialog: it traps the focus, closes with Escape, and restores the focus. */
export function Dialog({
  label,
  onClose,
  children,
}: {
  label: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
      onKeyDown={(event) => event.stopPropagation()}
      className="mx-auto mt-[12vh] w-[min(40rem,calc(100vw-2rem))] rounded-md border border-edge bg-ground p-0 text-text backdrop:bg-black/50"
    >
      {children}
    </dialog>
  );
}
