import { type CoverageView, coverageHref } from './coverage-href';
import { SHOW_NAME, SHOWS } from './show';

/** Chooses what the cells show. Each choice has an address of its own. */
export function ShowSwitch({ view }: { view: CoverageView }) {
  return (
    <nav aria-label="What the matrix shows" className="segments">
      {SHOWS.map((choice) => (
        <a
          key={choice}
          href={coverageHref({ ...view, show: choice, only: [] })}
          data-stay=""
          aria-current={choice === view.show ? 'true' : undefined}
        >
          {SHOW_NAME[choice]}
        </a>
      ))}
    </nav>
  );
}
