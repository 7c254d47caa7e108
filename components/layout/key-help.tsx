'use client';

import { Dialog } from './dialog';
import { KEYS } from './keys';

export function KeyHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog label="Keyboard shortcuts" onClose={onClose}>
      <div className="p-4">
        <h2 className="mb-2 font-semibold text-lg">Keyboard shortcuts</h2>
        <dl className="facts">
          {KEYS.map(([key, meaning]) => (
            <div key={key} className="contents">
              <dt>
                <kbd className="text-text text-xs">{key}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-3 text-muted text-sm">
          For the words on these pages, see the <a href="/glossary">glossary</a>.
        </p>
        <form method="dialog" className="mt-4">
          <button type="submit" className="button">
            Close
          </button>
        </form>
      </div>
    </Dialog>
  );
}
