import { DENSITIES, PARTS } from './display';

/** Chooses how dense the list is, and which parts of a rule it shows; `showDisplay` keeps the choice. */
export function DisplayMenu() {
  return (
    <details name="menu" className="menu with-script">
      <summary className="button" data-kind="quiet">
        Display ▾
      </summary>
      <div className="menu-panel display-menu" data-own="">
        <fieldset>
          <legend className="eyebrow">Rules as</legend>
          {Object.entries(DENSITIES).map(([name, label]) => (
            <label key={name} className="option">
              <input type="radio" name="density" value={name} />
              {label}
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend className="eyebrow">With</legend>
          {Object.entries(PARTS).map(([name, label]) => (
            <label key={name} className="option">
              <input type="checkbox" name="part" value={name} />
              {label}
            </label>
          ))}
        </fieldset>
      </div>
    </details>
  );
}
