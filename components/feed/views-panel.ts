import { element } from '@/components/behaviour/element';
import {
  removeView,
  renameView,
  type SavedView,
  savedViews,
  saveView,
  viewAddress,
} from './saved-views';

/** The saved views, and a way to save what the feed shows. */
export function viewsPanel(): HTMLElement {
  const panel = element('div', { class: 'menu-panel', 'data-own': '' });
  const show = () => panel.replaceChildren(listOf(savedViews(), show), saveForm);
  const saveForm = nameForm('Name of this view', 'Save this view', '', (name) => {
    saveView(name, viewAddress(location.search));
    show();
  });
  show();
  return panel;
}

function listOf(views: readonly SavedView[], changed: () => void): HTMLElement {
  if (views.length === 0) {
    return element('p', { class: 'text-muted text-sm' }, 'No view is saved in this browser.');
  }
  const lines = views.map((view) => line(view, changed));
  return element('ul', { 'aria-label': 'Saved views' }, ...lines);
}

function line({ name, href }: SavedView, changed: () => void): HTMLElement {
  const link = element(
    'a',
    {
      class: 'stranger min-w-0 flex-1',
      href,
      'data-stay': '',
      'aria-current': href === viewAddress(location.search) ? 'page' : null,
    },
    name,
  );
  const item = element('li');
  const rename = button(`Rename ${name}`, 'Rename', () => {
    const form = nameForm(`New name of ${name}`, 'Rename', name, (next) => {
      renameView(name, next);
      changed();
    });
    item.replaceChildren(form);
    form.querySelector('input')?.select();
  });
  const remove = button(`Remove ${name}`, 'Remove', () => {
    const menu = item.closest('details');
    const at = [...(item.parentElement?.children ?? [])].indexOf(item);
    removeView(name);
    changed();
    const links = menu?.querySelectorAll<HTMLElement>('li a');
    (links?.item(Math.min(at, links.length - 1)) ?? menu?.querySelector('summary'))?.focus();
  });
  item.append(element('span', { class: 'flex items-center gap-1' }, link, rename, remove));
  return item;
}

function button(label: string, text: string, press: () => void): HTMLElement {
  const made = element(
    'button',
    { type: 'button', class: 'button', 'data-kind': 'quiet', 'aria-label': label },
    text,
  );
  made.addEventListener('click', press);
  return made;
}

function nameForm(
  label: string,
  action: string,
  value: string,
  onName: (name: string) => void,
): HTMLElement {
  const input = element('input', {
    class: 'field h-7 min-w-0 flex-1 text-sm',
    'aria-label': label,
    placeholder: label,
    value,
    maxlength: '80',
    required: '',
  });
  const submit = element('button', { type: 'submit', class: 'button' }, action);
  const form = element('form', { class: 'flex gap-1.5 py-1' }, input, submit);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const name = input.value;
    input.value = value;
    onName(name);
  });
  return form;
}
