import { Block } from './block';
import { axisEnd, type ChartData, type Part, percent, stack, sumOf } from './chart-data';

const HEIGHT = 180;
const FOOT = 18;

/** A column for each row from left to right, with the text of `tickOf` below where it has one. */
export function Columns({
  title,
  data: { parts, rows, inWords },
  tickOf,
}: {
  /** What the drawing says, for those who do not see it. */
  title: string;
  data: ChartData;
  tickOf: (name: string) => string | null;
}) {
  const sums = rows.map((row) => sumOf(row.panels[0] ?? []));
  const end = axisEnd(sums.reduce((max, sum) => Math.max(max, sum), 0));
  const step = 100 / rows.length;
  return (
    <svg role="img" width="100%" height={HEIGHT + FOOT}>
      <title>{title}</title>
      {[1, 0.5].map((share) => (
        <g key={share}>
          <line
            className="chart-line"
            x1="0"
            x2="100%"
            y1={HEIGHT * (1 - share) + 0.5}
            y2={HEIGHT * (1 - share) + 0.5}
          />
        </g>
      ))}
      <g>
        {rows.map((row, at) =>
          stack(row.panels[0] ?? [], end).map(({ from, size }, part) =>
            size > 0 ? (
              <Block
                key={`${row.name} ${parts[part]?.key}`}
                look={parts[part] as Part}
                x={percent(at * step + step * 0.1)}
                y={HEIGHT * (1 - (from + size) / 100)}
                width={percent(step * 0.8)}
                height={(HEIGHT * size) / 100}
              />
            ) : null,
          ),
        )}
      </g>
      <line className="chart-line" x1="0" x2="100%" y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
      {[1, 0.5].map((share) => (
        <text
          key={share}
          className="chart-scale"
          x="100%"
          y={HEIGHT * (1 - share) + 13}
          textAnchor="end"
        >
          {inWords(end * share)}
        </text>
      ))}
      {rows.map(({ name }, at) => {
        const tick = tickOf(name);
        return tick === null ? null : (
          <text key={name} x={percent(at * step + step * 0.1)} y={HEIGHT + 13}>
            {tick}
          </text>
        );
      })}
    </svg>
  );
}
