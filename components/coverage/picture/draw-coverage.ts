import { countOf, formatCount } from '@/components/ui/count';
import { SHADE_COLORS, SHADES, shadeOf } from '@/lib/attack/shades';
import { xml } from '@/lib/text/xml';
import { LEVELS } from '../level-shares';
import type { ColumnData, Entry } from '../matrix-data';
import { SHOW_MEANING, type Show } from '../show';
import { cutText, textWidth, wrapText } from './text-width';

/** What a picture of the matrix shows. */
export interface CoveragePicture {
  readonly title: string;
  /** Lines below the title: what the rules were filtered by, what they came from. */
  readonly facts: readonly string[];
  readonly columns: readonly ColumnData[];
  readonly show: Show;
  /** Small print at the bottom. */
  readonly notice: string;
}

/** `screen` is 1,600 px wide and as high as the matrix needs; `a4` has the shape of that page on its side. */
export const PAPERS = ['screen', 'a4'] as const;
export type Paper = (typeof PAPERS)[number];

const WIDTH = 1600;
/** As wide as `screen`, in the proportion of 297 to 210 mm. */
const A4_HEIGHT = 1131;
const MARGIN = 24;
const GAP = 4;
const HEAD = { title: 24, fact: 14, legend: 30, column: 34 };
const FOOT = 22;
const ROW = { height: 30, size: 9.5 };
/** Rows that are lower than this have one line. */
const TWO_LINES = 25;
/** Rows that are lower than this cannot be read. */
const LEAST_ROW = 11;

// The light theme of the pages, in sRGB.
const INK = '#1b1f23';
const MUTED = '#4f565e';
const LINE = '#dcdfe2';
const LEVEL = ['#a8123c', '#9c4207', '#705500', '#35608a', '#565d65'];

/** The matrix as an SVG document, one cell a technique with the rules of its sub-techniques. */
export function drawCoverage(picture: CoveragePicture, paper: Paper): string {
  const { columns, show, title, facts, notice } = picture;
  const top = MARGIN + HEAD.title + facts.length * HEAD.fact + HEAD.legend;
  const most = columns.reduce((rows, { cells }) => Math.max(rows, cells.length), 0);
  const above = top + HEAD.column;
  const room = paper === 'a4' ? (A4_HEIGHT - above - FOOT - MARGIN) / Math.max(1, most) : Infinity;
  const rowHeight = Math.max(LEAST_ROW, Math.min(ROW.height, room));
  const row = {
    height: rowHeight,
    size: Math.min(ROW.size, rowHeight - 4),
    lines: rowHeight < TWO_LINES ? 1 : 2,
  };
  const height = Math.max(
    paper === 'a4' ? A4_HEIGHT : 0,
    Math.ceil(above + most * row.height + FOOT + MARGIN),
  );
  const width = (WIDTH - 2 * MARGIN - GAP * (columns.length - 1)) / Math.max(1, columns.length);
  const parts = [
    rect(0, 0, WIDTH, height, '#ffffff'),
    text(MARGIN, MARGIN + 16, title, { size: 20, weight: 600 }),
    ...facts.map((fact, at) =>
      text(
        MARGIN,
        MARGIN + HEAD.title + 10 + at * HEAD.fact,
        cutText(fact, WIDTH - 2 * MARGIN, 12),
        { size: 12, fill: MUTED },
      ),
    ),
    ...legend(show, top - 10),
    ...columns.flatMap((column, at) =>
      drawColumn(column, { x: MARGIN + at * (width + GAP), y: top, width, row, show }),
    ),
    text(MARGIN, height - MARGIN + 6, cutText(notice, WIDTH - 2 * MARGIN, 9), {
      size: 9,
      fill: MUTED,
    }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="'Source Sans 3', 'Source Sans Pro', 'Segoe UI', sans-serif" role="img" aria-label="${xml(title)}">\n${parts.join('\n')}\n</svg>\n`;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly row: { readonly height: number; readonly size: number; readonly lines: number };
  readonly show: Show;
}

function drawColumn({ name, count, covered, techniques, cells }: ColumnData, place: Place) {
  const { x, y, width, row } = place;
  return [
    text(x, y + 12, cutText(name, width, 11), { size: 11, weight: 600 }),
    text(x, y + 26, `${countOf(count, 'rule')} · ${covered}/${techniques}`, {
      size: 10,
      fill: MUTED,
    }),
    ...cells.map(([technique], at) =>
      drawCell(technique, { ...place, y: y + HEAD.column + at * row.height }),
    ),
  ];
}

const PADDING = 4;
const BAR = 3;

function drawCell([id, name, count, shares]: Entry, { x, y, width, row, show }: Place): string {
  const step = show === 'level' ? 0 : shadeOf(count);
  const fill = SHADE_COLORS[step] ?? '';
  const ink = step >= SHADES.length - 2 ? '#ffffff' : count === 0 ? MUTED : INK;
  const figure = count === 0 ? '' : formatCount(count);
  const inner = width - 2 * PADDING - (figure ? textWidth(figure, row.size) + PADDING : 0);
  const lines = wrapText(name, { width: inner, size: row.size, most: row.lines });
  const height = row.height - 2;
  const middle = (height - (shares ? BAR : 0)) / 2;
  const base = y + middle - ((lines.length - 1) * (row.size + 0.5)) / 2 + row.size * 0.35;
  return [
    `<g><title>${xml(`${id} ${name}: ${countOf(count, 'rule')}`)}</title>`,
    rect(x, y, width, height, fill, LINE),
    ...lines.map((line, at) =>
      text(x + PADDING, base + at * (row.size + 0.5), line, { size: row.size, fill: ink }),
    ),
    figure
      ? text(x + width - PADDING, base, figure, {
          size: row.size,
          fill: ink,
          weight: 600,
          anchor: 'end',
        })
      : '',
    ...(shares ? bars(shares, { x: x + 1, y: y + height - BAR - 0.5, width: width - 2 }) : []),
    '</g>',
  ].join('');
}

function bars(shares: readonly number[], { x, y, width }: { x: number; y: number; width: number }) {
  const total = shares.reduce((sum, share) => sum + share, 0);
  let before = 0;
  return shares.map((share, at) => {
    const from = x + (before / total) * width;
    before += share;
    return share > 0 ? rect(from, y, (share / total) * width, BAR, LEVEL[at] ?? INK) : '';
  });
}

function legend(show: Show, y: number): string[] {
  const steps =
    show === 'level'
      ? LEVELS.map((label, at) => ({ label, fill: LEVEL[at] ?? INK }))
      : SHADES.map(({ label }, at) => ({ label, fill: SHADE_COLORS[at] ?? INK }));
  const parts: string[] = [];
  let x = MARGIN;
  for (const { label, fill } of steps) {
    parts.push(rect(x, y - 10, 18, 11, fill, LINE), text(x + 23, y, label, { size: 11 }));
    x += 23 + textWidth(label, 11) + 16;
  }
  parts.push(text(x + 8, y, SHOW_MEANING[show], { size: 11, fill: MUTED }));
  return parts;
}

function rect(x: number, y: number, width: number, height: number, fill: string, line?: string) {
  const stroke = line ? ` stroke="${line}" stroke-width="0.75"` : '';
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}"${stroke}/>`;
}

interface Style {
  readonly size: number;
  readonly fill?: string;
  readonly weight?: number;
  readonly anchor?: 'end';
}

function text(x: number, y: number, words: string, { size, fill = INK, weight, anchor }: Style) {
  const more = `${weight ? ` font-weight="${weight}"` : ''}${anchor ? ` text-anchor="${anchor}"` : ''}`;
  return `<text x="${round(x)}" y="${round(y)}" font-size="${round(size)}" fill="${fill}"${more}>${xml(words)}</text>`;
}

const round = (number: number) => Math.round(number * 100) / 100;
