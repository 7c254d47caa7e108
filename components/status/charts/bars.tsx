import { Block } from './block';
import { axisEnd, type ChartData, type Part, percent, stack, sumOf } from './chart-data';

const ROW = 36;
const RULED_ROW = 42;
const BAR = 12;
const HEAD = 26;
const FOOT = 18;
/** The least percentage of a bar that can be seen. */
const LEAST = 1.2;
const GAP = 3;

/**
 * A bar for each row, below its name. Places along the bar are percentages and heights are pixels, so that the text
 * keeps its size on any screen.
 */
export function Bars({
  title,
  data: { parts, panels, rows, inWords },
  as,
}: {
  /** What the drawing says, for those who do not see it. */
  title: string;
  data: ChartData;
  /** `shares`: every bar is a whole. `sums`: the longest bar is the largest sum. */
  as: 'shares' | 'sums';
}) {
  const head = panels.length > 1 ? HEAD : 0;
  const width = (100 - GAP * (panels.length - 1)) / panels.length;
  const leftOf = (panel: number) => panel * (width + GAP);
  const most = rows.reduce(
    (max, row) => row.panels.reduce((all, values) => Math.max(all, sumOf(values)), max),
    0,
  );
  // A name stands above the bars of all panels, which the line above it shows.
  const rowHeight = head > 0 ? RULED_ROW : ROW;
  const axis = head + rows.length * rowHeight;
  const least = as === 'sums' && parts.length === 1 ? LEAST : 0;
  const axisTexts = as === 'shares' ? ['0%', '100%'] : [inWords(0), inWords(axisEnd(most))];
  return (
    <svg role="img" width="100%" height={axis + FOOT}>
      <title>{title}</title>
      {panels.length > 1
        ? panels.map((panel, at) => (
            <text key={panel} x={percent(leftOf(at))} y="12">
              {panel}
            </text>
          ))
        : null}
      {rows.map((row, at) => {
        const top = head + at * rowHeight;
        return (
          <g key={row.key ?? row.name}>
            {head > 0 ? (
              <line className="chart-line" x1="0" x2="100%" y1={top - 2.5} y2={top - 2.5} />
            ) : null}
            <text className="chart-name" x="0" y={top + 12}>
              {row.name}
            </text>
            <text x="100%" y={top + 12} textAnchor="end">
              {inWords(sumOf(row.panels[0] ?? []))}
            </text>
            {row.panels.map((values, panel) =>
              stack(values, as === 'shares' ? sumOf(values) : axisEnd(most)).map(
                ({ from, size }, part) =>
                  size > 0 ? (
                    <Block
                      key={`${panels[panel]} ${parts[part]?.key}`}
                      look={row.look ?? (parts[part] as Part)}
                      x={percent(leftOf(panel) + (from * width) / 100)}
                      y={top + 17}
                      width={percent((Math.max(size, least) * width) / 100)}
                      height={BAR}
                    />
                  ) : null,
              ),
            )}
          </g>
        );
      })}
      {panels.map((panel, at) => (
        <g key={panel}>
          <text x={percent(leftOf(at))} y={axis + 12}>
            {axisTexts[0]}
          </text>
          <text x={percent(leftOf(at) + width)} y={axis + 12} textAnchor="end">
            {axisTexts[1]}
          </text>
        </g>
      ))}
    </svg>
  );
}
