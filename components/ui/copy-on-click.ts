import { announce } from '@/components/behaviour/announce';
import { copyText, fetchText } from './copy-text';
import { withOwnValues } from './own-values';

const CONFIRMED_MS = 2000;

/** Has the buttons with `data-copy` copy their text or the text at their address, and confirm it. */
export function copyOnClick(): void {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-copy]') : null;
    if (button) void copy(button);
  });
}

async function copy(button: HTMLElement): Promise<void> {
  const { text, href = '', copy: kind } = button.dataset;
  try {
    const whole = text ?? fetchText(href);
    await copyText(kind === 'kql' ? Promise.resolve(whole).then(withOwnValues) : whole);
    confirm(button, true);
  } catch (error) {
    console.warn('copy failed', error);
    confirm(button, false);
  }
}

const labels = new WeakMap<HTMLElement, string>();
const timers = new WeakMap<HTMLElement, ReturnType<typeof setTimeout>>();

function confirm(button: HTMLElement, isCopied: boolean): void {
  const label = button.querySelector('span');
  if (!label) return;
  const text = labels.get(button) ?? label.textContent;
  labels.set(button, text);
  label.textContent = isCopied ? 'Copied' : 'Copy failed';
  announce(label.textContent);
  showDone(button, isCopied);
  clearTimeout(timers.get(button));
  timers.set(
    button,
    setTimeout(() => {
      label.textContent = text;
      labels.delete(button);
      showDone(button, false);
    }, CONFIRMED_MS),
  );
}

function showDone(button: HTMLElement, isDone: boolean): void {
  button.toggleAttribute('data-done', isDone);
  button.querySelector('use')?.setAttribute('href', isDone ? '#i-done' : '#i-copy');
}
