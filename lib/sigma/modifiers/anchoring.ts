import { withLeadingAny, withTrailingAny } from '../pattern';
import type { Pattern, Test } from '../types';
import { type Modifier, patternOf, settle, wrongType } from './value';

export const ANCHORINGS = ['contains', 'startswith', 'endswith'] as const;

type Anchoring = (typeof ANCHORINGS)[number];

export function anchor(where: Anchoring): Modifier {
  return (value, fail) => {
    const test = value.kind === 'written' ? null : settle(value);
    if (test?.kind === 'field') return [{ ...test, anchor: where }];
    if (test?.kind === 'regex') {
      // A regular expression is searched for anywhere, so `contains` adds nothing.
      if (where === 'contains') return [test];
      const source = where === 'startswith' ? `^(?:${test.source})` : `(?:${test.source})$`;
      return [{ ...test, source }];
    }
    const pattern = patternOf(value);
    if (!pattern) return wrongType(where, value, 'strings', fail);
    return [anchored(pattern, where, test?.kind === 'pattern' && test.cased)];
  };
}

export function anchored(pattern: Pattern, where: Anchoring | undefined, cased: boolean): Test {
  const open = where === 'contains' || where === 'endswith';
  const opened = open ? withLeadingAny(pattern) : pattern;
  const closed = where === 'contains' || where === 'startswith' ? withTrailingAny(opened) : opened;
  return { kind: 'pattern', pattern: closed, cased };
}
