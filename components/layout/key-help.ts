import { element } from '@/components/behaviour/element';
import { openDialog } from './dialog';
import { KEYS } from './keys';

/** Shows what each key does. */
export function openKeyHelp(): HTMLDialogElement {
  const keys = KEYS.flatMap(([key, meaning]) => [
    element('dt', {}, element('kbd', { class: 'text-text text-xs' }, key)),
    element('dd', {}, meaning),
  ]);
  return openDialog(
    'Keyboard shortcuts',
    element(
      'div',
      { class: 'p-4' },
      element('h2', { class: 'mb-2 font-semibold text-lg' }, 'Keyboard shortcuts'),
      element('dl', { class: 'facts' }, ...keys),
      element(
        'p',
        { class: 'mt-3 text-muted text-sm' },
        'For the words on these pages, see the ',
        element('a', { href: '/glossary' }, 'glossary'),
        '.',
      ),
      element(
        'form',
        { method: 'dialog', class: 'mt-4' },
        element('button', { type: 'submit', class: 'button' }, 'Close'),
      ),
    ),
  );
}
