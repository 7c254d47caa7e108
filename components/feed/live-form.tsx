'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useTransition } from 'react';

const TYPING_PAUSE_MS = 200;

/**
 * The search form. It filters as you type and select; Enter in the search box or on a filter goes to the
 * first result. Its fields can be anywhere on the page; their `form` attribute ties them to it. Without JavaScript it is a plain form with a button.
 */
export function LiveForm({ action, children }: { action: string; children: ReactNode }) {
  const router = useRouter();
  const params = useSearchParams();
  const form = useRef<HTMLFormElement>(null);
  const toFirstRow = useRef(false);
  const isTyping = useRef(false);
  const [busy, startTransition] = useTransition();

  useEffect(() => {
    const { current } = form;
    if (!current) return;
    let timer: ReturnType<typeof setTimeout>;

    const go = (how: 'push' | 'replace') => {
      clearTimeout(timer);
      isTyping.current = false;
      startTransition(() => router[how](addressOf(current, action), { scroll: false }));
    };
    const onInput = ({ target }: Event) => {
      if (!isTextOf(target, current) || target.name !== 'q') return;
      clearTimeout(timer);
      isTyping.current = true;
      results()?.setAttribute('aria-busy', 'true');
      timer = setTimeout(() => go('replace'), TYPING_PAUSE_MS);
    };
    const onChange = ({ target }: Event) => {
      if (!belongsTo(target, current) || isTextOf(target, current)) return;
      go('push');
    };
    const onSubmit = (event: SubmitEvent) => {
      if (event.submitter?.hasAttribute('formaction')) return;
      event.preventDefault();
      const { activeElement } = document;
      toFirstRow.current =
        activeElement instanceof HTMLInputElement && activeElement.type !== 'text';
      if (toFirstRow.current) {
        // What is typed from here on is about the results.
        (activeElement as HTMLInputElement).blur();
        results()?.setAttribute('aria-busy', 'true');
      }
      go('push');
    };
    document.addEventListener('input', onInput);
    document.addEventListener('change', onChange);
    current.addEventListener('submit', onSubmit);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('input', onInput);
      document.removeEventListener('change', onChange);
      current.removeEventListener('submit', onSubmit);
    };
  }, [router, action]);

  // After a link or the back button, the fields follow the address.
  useEffect(() => {
    if (form.current) showParams(form.current, params);
  }, [params]);

  useEffect(() => {
    if (busy) results()?.setAttribute('aria-busy', 'true');
    if (busy || isTyping.current) return;
    const list = results();
    list?.querySelector('[data-current]:not(:focus-within)')?.removeAttribute('data-current');
    if (toFirstRow.current) {
      const box = form.current?.querySelector<HTMLElement>('[name="q"]');
      (list?.querySelector<HTMLElement>('[data-row-link]') ?? box)?.focus();
    }
    toFirstRow.current = false;
    list?.removeAttribute('aria-busy');
  }, [busy]);

  return (
    <search>
      <form id="feed" ref={form} action={action}>
        {children}
      </form>
    </search>
  );
}

/** What the search shows. It is busy from the first letter until it shows what was asked for. */
function results(): HTMLElement | null {
  return document.getElementById('results');
}

type Field = HTMLInputElement | HTMLSelectElement;

function belongsTo(target: EventTarget | null, form: HTMLFormElement): target is Field {
  return (
    (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) &&
    target.form === form
  );
}

function isTextOf(target: EventTarget | null, form: HTMLFormElement): target is HTMLInputElement {
  return belongsTo(target, form) && (target.type === 'search' || target.type === 'text');
}

function addressOf(form: HTMLFormElement, action: string): string {
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const text = String(value).trim();
    if (text && !params.getAll(name).includes(text)) params.append(name, text);
  }
  const text = params.toString();
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
