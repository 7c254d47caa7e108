import { expect, it } from 'vitest';
import type { Diagnostic } from '@/lib/diagnostic';
import type { Target } from '@/lib/target';
import type { TranslatedRule } from '@/lib/workbench/types';
import { marginNotes } from './margin-notes';

const note = (message: string, start?: number, end = 0): Diagnostic => ({
  severity: 'warning',
  code: 'translate/unknown-field',
  message,
  ...(start === undefined ? {} : { span: { start, end } }),
});

function ruleWith(diagnostics: Partial<Record<Target, Diagnostic[]>>): TranslatedRule {
  return {
    id: '',
    title: '',
    kind: 'detection',
    level: null,
    logsource: null,
    techniques: [],
    words: null,
    lines: [],
    targets: Object.entries(diagnostics).map(([target, diagnostics]) => ({
      target: target as Target,
      outcome: 'approximate',
      kql: '',
      table: null,
      label: '',
      tables: [],
      diagnostics,
      trace: [],
      cost: null,
      lines: [],
      copy: null,
    })),
  };
}

it('places what is wrong with the rule, and what has no place at the first line', () => {
  const diagnostics = [note('The field `a` is odd', 3, 5), note('The rule has no `id`')];
  expect(marginNotes({ diagnostics, rules: [] }, 10)).toEqual([
    { from: 3, to: 5, severity: 'warning', message: 'The field a is odd.' },
    { from: 0, to: 0, severity: 'warning', message: 'The rule has no id.' },
  ]);
});

it('says once what several targets say of a place, and names them', () => {
  const rules = [
    ruleWith({
      sentinel: [note('No column', 3, 5)],
      'defender-xdr': [note('No column', 3, 5), note('Without a place')],
    }),
  ];
  expect(marginNotes({ diagnostics: [], rules }, 10).map(({ message }) => message)).toEqual([
    'Sentinel tables, Defender XDR: No column.',
  ]);
});

it('stays within the text', () => {
  const diagnostics = [note('Beyond', 8, 90), note('Far beyond', 50, 90)];
  expect(marginNotes({ diagnostics, rules: [] }, 10).map(({ from, to }) => [from, to])).toEqual([
    [8, 10],
    [10, 10],
  ]);
});
