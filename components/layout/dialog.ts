import { element } from '@/components/behaviour/element';

/** Opens a native modal dialog: it traps the focus, closes with Escape or a click beside it, and restores the focus. */
export function openDialog(
  label: string,
  ...children: readonly (Node | string)[]
): HTMLDialogElement {
  const dialog = element(
    'dialog',
    {
      'aria-label': label,
      class:
        'mx-auto mt-[12vh] w-[min(40rem,calc(100vw-2rem))] rounded-md border border-edge bg-ground p-0 text-text backdrop:bg-black/50',
    },
    ...children,
  );
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });
  dialog.addEventListener('keydown', (event) => event.stopPropagation());
  document.body.prepend(dialog);
  dialog.showModal();
  return dialog;
}
