import { AXES, type Axis } from '@/lib/catalog/axes';
import { AXIS_NAME } from './axis/axis-names';

type Place = 'tactic' | Axis;

const PLACES: readonly (readonly [place: Place, path: string, name: string])[] = [
  ['tactic', '/coverage', 'Tactic'],
  ...AXES.map((axis) => [axis, `/coverage/by/${axis}`, AXIS_NAME[axis]] as const),
];

/** Leads from one way to count the filtered rules to the others. */
export function CoverageNav({
  current,
  hrefOf,
}: {
  current: Place;
  /** The address of a page with the same filters. */
  hrefOf: (path: string) => string;
}) {
  return (
    <nav aria-label="Coverage by" className="segments">
      {PLACES.map(([place, path, name]) => (
        <a key={place} href={hrefOf(path)} aria-current={place === current ? 'page' : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}
