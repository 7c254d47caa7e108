import type { SVGProps } from 'react';
import type { Part } from './chart-data';

const STRIPES = 'chart-stripes';

/** A piece of a bar in the look of its part: a colour, and stripes over it. */
export function Block({
  look: { key, striped },
  ...place
}: { look: Pick<Part, 'key' | 'striped'> } & Pick<
  SVGProps<SVGRectElement>,
  'x' | 'y' | 'width' | 'height'
>) {
  return (
    <>
      <rect className={`chart-${key}`} {...place} />
      {striped ? <rect fill={`url(#${STRIPES})`} {...place} /> : null}
    </>
  );
}

/** The stripes that the blocks of a page refer to. */
export function Stripes() {
  return (
    <svg className="chart-patterns" width="0" height="0" aria-hidden="true">
      <pattern
        id={STRIPES}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path d="M1 0V6" />
      </pattern>
    </svg>
  );
}
