'use client';

import { DENSITIES, keepDensity, keepPart, PARTS, partsOf, useDensity, useHidden } from './display';
import type { Density } from './display-choices';

/** Chooses how dense the list is, and which parts of a rule it shows. */
export function DisplayMenu() {
  const density = useDensity();
  const hidden = useHidden(density).split(' ');
  return (
    <details name="menu" className="menu with-script">
      <summary className="button" data-kind="quiet">
        Display ▾
      </summary>
      <div className="menu-panel display-menu">
        <fieldset>
          <legend className="eyebrow">Rules as</legend>
          {Object.entries(DENSITIES).map(([name, label]) => (
            <label key={name} className="option">
              <input
                type="radio"
                name="density"
                checked={name === density}
                onChange={() => keepDensity(name as Density)}
              />
              {label}
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend className="eyebrow">With</legend>
          {partsOf(density).map((part) => (
            <label key={part} className="option">
              <input
                type="checkbox"
                checked={!hidden.includes(part)}
                onChange={(event) => keepPart(density, part, event.currentTarget.checked)}
              />
              {PARTS[part]}
            </label>
          ))}
        </fieldset>
      </div>
    </details>
  );
}
