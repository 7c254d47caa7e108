import { describe, expect, it } from 'vitest';

import type { ColumnData } from '../matrix-data';
import { type CoveragePicture, drawCoverage } from './draw-coverage';
import { drawPng } from './draw-png';
import { cutText, textWidth, wrapText } from './text-width';

const column = (name: string, cells: ColumnData['cells']): ColumnData => ({
  tactic: name.toLowerCase(),
  name,
  count: 12,
  covered: 1,
  techniques: cells.length,
  cells,
});

const picture = (change: Partial<CoveragePicture> = {}): CoveragePicture => ({
  title: 'Coverage',
  facts: ['All rules'],
  columns: [
    column('Impact', [[['T1', 'Data Destruction', 12, [0, 10, 10, 0, 0]]], [['T2', 'Wipe', 0]]]),
    column('Stealth', [[['T3', 'Hide', 120]]]),
  ],
  show: 'rules',
  notice: 'ATT&CK is MITRE’s.',
  ...change,
});

describe('the drawn matrix', () => {
  it('has each technique with its count and full name', () => {
    const svg = drawCoverage(picture(), 'screen');
    expect(svg).toContain('<title>T1 Data Destruction: 12 rules</title>');
    expect(svg).toContain('>120</text>');
    expect(svg).toContain('<title>T2 Wipe: 0 rules</title>');
    expect(svg).toContain('ATT&#38;CK is MITRE’s.');
  });

  it('escapes what comes from rules and addresses', () => {
    const svg = drawCoverage(picture({ facts: ['q=<script>"&\u0000'] }), 'screen');
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('\u0000');
  });

  it('has the shape of an A4 page, and is taller only for what must be readable', () => {
    const heightOf = (svg: string) => Number(/ height="(\d+)"/.exec(svg)?.[1]);
    expect(heightOf(drawCoverage(picture(), 'a4'))).toBe(1131);
    const cells = Array.from({ length: 200 }, (_, at): ColumnData['cells'][number] => [
      [`T${at}`, 'One', 1],
    ]);
    const tall = drawCoverage(picture({ columns: [column('Impact', cells)] }), 'a4');
    expect(heightOf(tall)).toBeGreaterThan(200 * 11);
  });

  it('shows levels as bars', () => {
    const svg = drawCoverage(picture({ show: 'level' }), 'screen');
    expect(svg.match(/fill="#9c4207"/g)?.length).toBeGreaterThan(1);
  });

  it('becomes a PNG of the width that is asked for, with letters in it', async () => {
    const png = Buffer.from(await drawPng(drawCoverage(picture(), 'screen'), 800));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(800);
    const blank = await drawPng(
      drawCoverage(picture({ title: '', facts: [], columns: [], notice: '' }), 'screen'),
      800,
    );
    expect(png.length).toBeGreaterThan(blank.length + 2000);
  });
});

describe('texts in a cell', () => {
  it('are broken at blanks, and cut in the last line', () => {
    const width = textWidth('Command and', 10);
    const lines = wrapText('Command and Scripting Interpreter', { width, size: 10, most: 2 });
    expect(lines[0]).toBe('Command and');
    expect(lines[1]).toMatch(/^Scripting.*…$/);
    for (const line of lines) expect(textWidth(line, 10)).toBeLessThanOrEqual(width);
  });

  it('are left alone if they fit', () => {
    expect(cutText('Wipe', 100, 10)).toBe('Wipe');
  });
});
