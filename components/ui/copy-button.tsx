'use client';

import { useState } from 'react';
import { copyText, fetchText } from './copy-text';
import { Icon } from './icon';
import { withOwnValues } from './own-values';

/** Copies `text`, or the text at `href`, and confirms it. A query takes in the values that you typed. */
export function CopyButton({
  label,
  about,
  text,
  href,
  kind,
  compact = false,
}: {
  label: string;
  /** What is copied, for screen readers. */
  about?: string;
  text?: string;
  href?: string;
  /** Copies a query. The `c` key presses this button. */
  kind?: 'kql';
  compact?: boolean;
}) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');

  async function copy() {
    try {
      const whole = text ?? fetchText(href ?? '');
      await copyText(kind === 'kql' ? Promise.resolve(whole).then(withOwnValues) : whole);
      setState('copied');
    } catch (error) {
      console.warn('copy failed', error);
      setState('failed');
    }
    setTimeout(() => setState('idle'), 2000);
  }

  const word = state === 'idle' ? label : state === 'copied' ? 'Copied' : 'Copy failed';
  return (
    <button
      type="button"
      className="button with-script"
      data-copy={kind}
      data-kind={compact ? 'quiet' : undefined}
      data-done={state === 'copied' ? '' : undefined}
      onClick={copy}
    >
      <Icon name={state === 'copied' ? 'done' : 'copy'} />
      <span aria-live="polite">{word}</span>
      {about ? <span className="sr-only">{about}</span> : null}
    </button>
  );
}
