'use client';

import { Dialog } from './dialog';
import { KEYS } from './keys';

export function KeyHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog label="Keys" onClose={onClose}>
      <div className="p-4">
        <h2 className="mb-2 font-semibold text-lg">Keys</h2>
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
        <form method="dialog" className="mt-4">
          <button type="submit" className="button">
            Close
          </button>
        </form>
      </div>
    </Dialog>
  );
}
