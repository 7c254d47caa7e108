import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../diagnostic';
import { type Condition, createTargetTest, parseCondition, printCondition } from './condition';

function parse(text: string): Condition | Diagnostic[] {
  const found: Diagnostic[] = [];
  const tree = parseCondition(text, (diagnostic) => found.push(diagnostic));
  return found.length > 0 || !tree ? found : tree;
}

function truthOf(tree: Condition, values: Record<string, boolean>): boolean {
  switch (tree.kind) {
    case 'and':
      return tree.of.every((child) => truthOf(child, values));
    case 'or':
      return tree.of.some((child) => truthOf(child, values));
    case 'not':
      return !truthOf(tree.of, values);
    case 'selection':
      return values[tree.name] ?? false;
    case 'of': {
      const names = Object.keys(values).filter(createTargetTest(tree.pattern));
      const test = (name: string) => values[name] ?? false;
      return tree.quantifier === 'all' ? names.every(test) : names.some(test);
    }
  }
}

describe('parseCondition', () => {
  it.each<[string, string]>([
    ['a', 'a'],
    ['a or b and c', 'a or b and c'],
    ['(a or b) and c', '(a or b) and c'],
    ['a and (b and c)', 'a and (b and c)'],
    ['not a and b', 'not a and b'],
    ['not (a and b)', 'not (a and b)'],
    ['not not a', 'not not a'],
    ['((a))', 'a'],
    ['a AND NOT b', 'a and not b'],
    ['1 of them', '1 of them'],
    ['any of sel*', '1 of sel*'],
    ['all of sel* and not 1 of filter_*', 'all of sel* and not 1 of filter_*'],
    ['1 of s-1 or x.y', '1 of s-1 or x.y'],
    ['not 1 of a* or b', 'not 1 of a* or b'],
  ])('reads %s', (text, printed) => {
    expect(printCondition(parse(text) as Condition)).toBe(printed);
  });

  it.each<[string, string, string]>([
    ['', 'sigma/condition-syntax', ''],
    ['a and', 'sigma/condition-syntax', 'd'],
    ['a b', 'sigma/condition-syntax', 'b'],
    ['(a', 'sigma/condition-syntax', '('],
    ['a)', 'sigma/condition-syntax', ')'],
    ['and a', 'sigma/condition-syntax', 'and'],
    ['2 of a*', 'sigma/condition-syntax', '2'],
    ['1 of', 'sigma/condition-syntax', '1'],
    ['1 of (a)', 'sigma/condition-syntax', '('],
    ['them', 'sigma/condition-syntax', 'them'],
    ['a | count() by b > 5', 'sigma/legacy-syntax', '| count() by b > 5'],
    ['a |near b', 'sigma/legacy-syntax', '|near b'],
    ['count(a) per b > 5', 'sigma/legacy-syntax', 'count(a) per b > 5'],
  ])('refuses %j', (text, code, at) => {
    const found = parse(text) as Diagnostic[];
    expect(found).toMatchObject([{ code, severity: 'error' }]);
    expect(text.slice(found[0]?.span?.start, found[0]?.span?.end)).toBe(at);
  });

  it.each<[string, string]>([
    ['a | near b', 'Write a correlation rule instead'],
    ['a an b', 'Did you mean `and`?'],
  ])('suggests a replacement for %j: %j', (text, hint) => {
    expect((parse(text) as Diagnostic[])[0]?.hint).toContain(hint);
  });

  it.each(['('.repeat(5000), 'not '.repeat(5000)])('bounds its own depth', (text) => {
    expect(parse(`${text}a`)).toMatchObject([{ code: 'sigma/too-deep' }]);
  });

  it('prints an equivalent condition', () => {
    const name = fc.constantFrom('a1', 'a2', 'b', '_c');
    const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        name.map(
          (one): Condition => ({ kind: 'selection', name: one, span: { start: 0, end: 0 } }),
        ),
        fc.tuple(fc.constantFrom('one', 'all'), fc.constantFrom('them', 'a*', '*1', 'b', '*')).map(
          ([quantifier, pattern]): Condition => ({
            kind: 'of',
            quantifier: quantifier === 'all' ? 'all' : 'one',
            pattern,
            span: { start: 0, end: 0 },
          }),
        ),
        tie('tree').map((of): Condition => ({ kind: 'not', of })),
        fc
          .tuple(
            fc.constantFrom('and', 'or'),
            fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
          )
          .map(([kind, of]): Condition => ({ kind: kind === 'and' ? 'and' : 'or', of })),
      ),
    }));
    const bits = fc.record({
      a1: fc.boolean(),
      a2: fc.boolean(),
      b: fc.boolean(),
      _c: fc.boolean(),
    });
    fc.assert(
      fc.property(tree, bits, (one, values) => {
        const again = parse(printCondition(one)) as Condition;
        expect(truthOf(again, values)).toBe(truthOf(one, values));
      }),
      { numRuns: 500 },
    );
  });
});

describe('createTargetTest', () => {
  it.each<[string, string, boolean]>([
    ['selection', 'them', true],
    ['_hidden', 'them', false],
    ['_hidden', '_*', true],
    ['selection_a', 'selection_*', true],
    ['selection', 'selection_*', false],
    ['a_b_c', 'a*b*c', true],
    ['a_c', 'a*b*c', false],
    ['aa', 'a*a', true],
    ['a', 'a*a', false],
    ['abc', 'abc', true],
  ])('%s under %s is %s', (name, target, truth) => {
    expect(createTargetTest(target)(name)).toBe(truth);
  });
});
