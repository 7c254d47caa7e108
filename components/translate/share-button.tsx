'use client';

import { useState } from 'react';
import { copyText } from '@/components/ui/copy-text';
import { Icon } from '@/components/ui/icon';
import { packTexts, type Texts } from './shared-texts';

type Shared = { readonly of: Texts; readonly says: string; readonly problem: boolean };

/** Puts rule and events into the page's address and copies it, or says why they do not fit. */
export function ShareButton({ texts }: { texts: Texts }) {
  const [shared, setShared] = useState<Shared | null>(null);
  // What was said of other texts no longer holds.
  const now = shared?.of === texts ? shared : null;

  async function share() {
    const told = (says: string, problem: boolean) => setShared({ of: texts, says, problem });
    const packed = await packTexts(texts);
    if ('problem' in packed) return told(packed.problem, true);
    history.replaceState(history.state, '', packed.fragment);
    try {
      await copyText(location.href);
      told('Copied the address', false);
    } catch (error) {
      console.warn('copy failed', error);
      told('The address bar has the address', false);
    }
  }

  return (
    <>
      <button
        type="button"
        className="button"
        data-done={now && !now.problem ? '' : undefined}
        onClick={() => void share()}
      >
        <Icon name={now && !now.problem ? 'done' : 'copy'} />
        <span aria-live="polite">{now && !now.problem ? now.says : 'Share as an address'}</span>
      </button>
      {now?.problem ? (
        <p className="note note-warning w-full text-sm" role="alert">
          {now.says}
        </p>
      ) : null}
    </>
  );
}
