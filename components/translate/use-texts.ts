'use client';

import { useEffect, useState } from 'react';
import { keepText, keptText } from './kept-text';
import { type Texts, unpackTexts } from './shared-texts';

/**
 * The rule and the events of the page, and how to change them. They are those that its address shares, else
 * those that this tab has kept, else `initial`, which the first render has as the server's. `problem` says
 * why what the address shares cannot be read.
 */
export function useTexts(initial: Texts) {
  const [texts, setTexts] = useState(initial);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    const kept = keptTexts();
    if (kept) setTexts(kept);
    let isOver = false;
    async function readAddress() {
      const shared = await unpackTexts(location.hash);
      if (isOver || shared === null) return;
      if ('problem' in shared) return setProblem(shared.problem);
      setProblem(null);
      setTexts(shared);
      keepTexts(shared);
    }
    void readAddress();
    window.addEventListener('hashchange', readAddress);
    return () => {
      isOver = true;
      window.removeEventListener('hashchange', readAddress);
    };
  }, []);

  function change(part: Partial<Texts>) {
    const next = { ...texts, ...part };
    setTexts(next);
    setProblem(null);
    keepTexts(next);
    forgetFragment();
  }
  return { texts, problem, change } as const;
}

/** Null if there are none, or only empty ones, which nobody comes back for. */
function keptTexts(): Texts | null {
  const rule = keptText('rule') ?? '';
  const events = keptText('events') ?? '';
  return rule.trim() === '' && events.trim() === '' ? null : { rule, events };
}

function keepTexts({ rule, events }: Texts): void {
  keepText('rule', rule);
  keepText('events', events);
}

/** The address no longer has what the page has. */
function forgetFragment(): void {
  if (location.hash === '') return;
  history.replaceState(history.state, '', location.pathname + location.search);
}
