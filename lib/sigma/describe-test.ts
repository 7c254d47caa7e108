import { printPattern } from './pattern';
import { ANY, type CompareOperator, type Test } from './types';

const COMPARISONS = {
  lt: 'be less than',
  lte: 'be at most',
  gt: 'be greater than',
  gte: 'be at least',
  eq: 'be',
} satisfies Record<CompareOperator | 'eq', string>;

/** A test in words, after "should": "contain ' -enc '". */
export function describeTest(test: Test): string {
  switch (test.kind) {
    case 'pattern':
      return describePattern(test) + (test.cased ? ' (case-sensitive)' : '');
    case 'number':
    case 'boolean':
      return `be ${test.value}`;
    case 'null':
      return 'be null or absent';
    case 'exists':
      return test.value ? 'be present' : 'be absent';
    case 'regex':
      return `match /${test.source}/${test.flags}`;
    case 'compare':
      return `${COMPARISONS[test.operator]} ${test.value}`;
    case 'time':
      return `have its ${test.part} ${COMPARISONS[test.operator]} ${test.value}`;
    case 'cidr':
      return `be in ${test.network}/${test.prefix}`;
    case 'field':
      return `${ANCHORS[test.anchor]} the value of ${test.field}`;
    case 'placeholder':
      return `be one of ${test.names.map((name) => `%${name}%`).join(', ')}`;
  }
}

const ANCHORS = {
  equals: 'be',
  startswith: 'start with',
  endswith: 'end with',
  contains: 'contain',
} satisfies Record<Extract<Test, { kind: 'field' }>['anchor'], string>;

function describePattern({ pattern }: Extract<Test, { kind: 'pattern' }>): string {
  const open = pattern[0] === ANY;
  const openEnd = pattern.length > 1 && pattern[pattern.length - 1] === ANY;
  const inner = pattern.slice(open ? 1 : 0, openEnd ? -1 : undefined);
  if (open && inner.length === 0) return 'have any value';
  const single = inner.length === 1 && typeof inner[0] === 'string';
  if (!single) return pattern.length === 0 ? 'be empty' : `be like '${printPattern(pattern)}'`;
  const verb = open && openEnd ? 'contain' : open ? 'end with' : openEnd ? 'start with' : 'be';
  return `${verb} '${inner[0] as string}'`;
}
