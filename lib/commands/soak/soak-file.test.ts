import { describe, expect, it } from 'vitest';
import { figure, within } from '@/lib/tooling/figures/report';
import { renderSoak } from './soak-file';

const section = (title: string, value: number) => ({
  title,
  tables: [
    {
      title: 'Figures',
      columns: ['what', 'lost'],
      rows: [['rules', figure(value, '', within(0))]],
    },
  ],
});
const REPORT = {
  sections: [section('Kill', 0)],
  machine: ['2 × processor'],
  source: '54 rules of the starter',
  databases: ['SQLite', 'PostgreSQL'],
  date: '2026-01-02',
  parts: ['kill'],
  broken: [],
};

describe('SOAK.md', () => {
  it('says of each part when, where and with which rules it ran', () => {
    const text = renderSoak('', REPORT);
    expect(text).toContain('# Soak\n');
    expect(text).toContain(
      '## Kill\n\n- On 2026-01-02, with 54 rules of the starter.\n- 2 × processor\n\n### Figures\n',
    );
    expect(text).not.toContain('Not tried');
  });

  it('keeps the parts that did not run, and replaces those that did', () => {
    const former = renderSoak('', { ...REPORT, sections: [section('Kill', 3), section('Two', 0)] });
    const text = renderSoak(former, { ...REPORT, date: '2026-02-03' });
    expect(text.match(/^## .*/gm)).toEqual(['## Kill', '## Two']);
    expect(text).toContain('On 2026-02-03');
    expect(text).toContain('On 2026-01-02');
    expect(text).not.toContain('missed');
    expect(renderSoak(text, { ...REPORT, sections: [] })).toBe(text);
  });

  it('says where there was no PostgreSQL', () => {
    expect(renderSoak('', { ...REPORT, databases: ['SQLite'] })).toContain('Not tried: PostgreSQL');
  });
});
