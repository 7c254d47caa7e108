import { largest } from '@/lib/long-lists';
import { type Cell, type Figure, meets, type Section, type Table, type Target } from './report';

/** Sections as Markdown. A figure stands beside its target; one that misses it is bold and says so. */
export function renderSections(sections: readonly Section[]): string {
  return sections
    .map(({ title, tables }) => [`## ${title}`, ...tables.map(renderTable)].join('\n\n'))
    .join('\n\n');
}

/** A table as Markdown, with columns that line up. */
export function renderTable({ title, columns, rows, notes = [] }: Table): string {
  const texts = [columns, ...rows.map((row) => row.map(renderCell))];
  const isNumeric = columns.map((_, at) => rows.some((row) => typeof row[at] === 'object'));
  const widths = columns.map((_, at) =>
    largest(
      texts.map((row) => row[at]?.length ?? 0),
      3,
    ),
  );
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const padded = (row: readonly string[]) =>
    line(
      widths.map((width, at) =>
        isNumeric[at] ? (row[at] ?? '').padStart(width) : (row[at] ?? '').padEnd(width),
      ),
    );
  const rule = line(
    widths.map((width, at) => (isNumeric[at] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))),
  );
  const [head = [], ...body] = texts;
  return [
    `### ${title}`,
    '',
    padded(head),
    rule,
    ...body.map(padded),
    ...notes.flatMap((note) => ['', note]),
  ].join('\n');
}

function renderCell(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  const value = renderValue(cell);
  if (!cell.target) return value;
  const target = renderTarget(cell.target, cell.unit);
  return meets(cell) ? `${value} (${target})` : `**${value}** (${target}: missed)`;
}

function renderValue({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  return `${renderNumber(value)}${unit === '' ? '' : ` ${unit}`}`;
}

const SIGN = { under: '<', within: '≤', 'at least': '≥' } as const;

function renderTarget({ kind, value }: Target, unit: string): string {
  return `${SIGN[kind]} ${renderValue({ value, unit })}`;
}

/** Three significant digits, and all of those before the point. */
function renderNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return value.toLocaleString('en-US', {
    maximumFractionDigits: Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2,
  });
}
