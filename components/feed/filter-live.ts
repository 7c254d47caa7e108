import { showPage } from '@/components/behaviour/show-page';
import { whenShown } from '@/components/behaviour/when-shown';

const TYPING_PAUSE_MS = 200;

/**
 * Has the search form filter as you type and select; Enter in the search box or on a filter goes to the first result.
 * Its fields can be anywhere on the page; their `form` attribute ties them to it.
 */
export function filterLive(): void {
  let timer: ReturnType<typeof setTimeout>;
  let isTyping = false;
  let toFirstRow = false;

  async function go(form: HTMLFormElement, step: 'push' | 'replace') {
    clearTimeout(timer);
    isTyping = false;
    setBusy(true);
    const isShown = await showPage(addressOf(form), step);
    if (!isShown || isTyping) return;
    setBusy(false);
    if (toFirstRow) focusFirstRow();
    toFirstRow = false;
  }

  document.addEventListener('input', ({ target }) => {
    const form = formOf(target);
    if (!form || !isText(target) || target.name !== 'q') return;
    clearTimeout(timer);
    isTyping = true;
    setBusy(true);
    timer = setTimeout(() => go(form, 'replace'), TYPING_PAUSE_MS);
  });
  document.addEventListener('change', ({ target }) => {
    const form = formOf(target);
    if (form && !isText(target)) void go(form, 'push');
  });
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!isSearch(form) || event.submitter?.hasAttribute('formaction')) return;
    event.preventDefault();
    const { activeElement } = document;
    toFirstRow = activeElement instanceof HTMLInputElement && activeElement.type !== 'text';
    // What is typed from here on is about the results.
    if (toFirstRow) (activeElement as HTMLInputElement).blur();
    void go(form, 'push');
  });
  // After the back button and in a page that was open before, the fields follow the address.
  whenShown(() => {
    const form = document.getElementById('feed');
    if (isSearch(form)) showParams(form, new URLSearchParams(location.search));
  });
}

const isSearch = (target: EventTarget | null): target is HTMLFormElement =>
  target instanceof HTMLFormElement && target.id === 'feed';

/** The search form, if a field is of it. */
function formOf(target: EventTarget | null): HTMLFormElement | null {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  return isField && isSearch(target.form) ? target.form : null;
}

const isText = (target: EventTarget | null): target is HTMLInputElement =>
  target instanceof HTMLInputElement && (target.type === 'search' || target.type === 'text');

/** What the search shows is busy from the first letter until it shows what was asked for. */
function setBusy(isBusy: boolean): void {
  const results = document.getElementById('results');
  if (isBusy) results?.setAttribute('aria-busy', 'true');
  else results?.removeAttribute('aria-busy');
}

function focusFirstRow(): void {
  const row = document.querySelector<HTMLElement>('#results [data-row-link]');
  (row ?? document.querySelector<HTMLElement>('#feed [name="q"]'))?.focus();
}

function addressOf(form: HTMLFormElement): string {
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const text = String(value).trim();
    if (text && !params.getAll(name).includes(text)) params.append(name, text);
  }
  const text = params.toString();
  const action = form.getAttribute('action') ?? '';
  return text ? `${action}?${text}` : action;
}

function showParams(form: HTMLFormElement, params: URLSearchParams): void {
  for (const field of form.elements) {
    if (field instanceof HTMLSelectElement) {
      field.value = params.get(field.name) ?? '';
      if (field.selectedIndex < 0) field.value = '';
      continue;
    }
    if (!(field instanceof HTMLInputElement)) continue;
    if (field.type === 'checkbox') {
      field.checked = params.getAll(field.name).some((v) => v.split(',').includes(field.value));
    } else if (field.type === 'text') {
      field.value = '';
    } else if (field.type === 'search' && field !== document.activeElement) {
      field.value = params.get(field.name) ?? '';
    }
  }
}
