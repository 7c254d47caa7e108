import {
  and,
  bool,
  call,
  compare,
  type Expression,
  not,
  number,
  or,
  raw,
  string,
  tagged,
} from '@/lib/kql';
import type { CompareOperator, Predicate, Test } from '@/lib/sigma';
import type { Field, Keywords } from '../mapping/mapping';
import type { Column, Equals, Lowered, LoweringContext, Problem } from './context';
import { equalsExpression } from './expressions';
import { lowerHash } from './hashes';
import { anchoredSource, matchesText, shapeOf } from './pattern';

import { toRe2 } from './regex';
import { registryNumbers } from './registry-data';

type TestNode = Extract<Predicate, { kind: 'test' }>;
type ValueField = Extract<Field, { kind: 'value' | 'values' | 'registry-data' }>;

/** One comparison of a rule, in one table. */
export function lowerTest(node: TestNode, context: LoweringContext, guarded: boolean): Lowered {
  return new TestLowering(node, context, guarded).lower();
}

const COMPARISONS: Readonly<Record<CompareOperator, '<' | '<=' | '>' | '>='>> = {
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
};

/** The `kind` of a Sigma field test as KQL operators, without and with case. */
const OPERATORS = {
  equals: ['=~', '=='],
  startswith: ['startswith', 'startswith_cs'],
  endswith: ['endswith', 'endswith_cs'],
  contains: ['contains', 'contains_cs'],
} as const;

class TestLowering {
  private readonly node: TestNode;
  private readonly context: LoweringContext;
  private readonly guarded: boolean;

  constructor(node: TestNode, context: LoweringContext, guarded: boolean) {
    this.node = node;
    this.context = context;
    this.guarded = guarded;
  }

  lower(): Lowered {
    const { field, test } = this.node;
    if (test.kind === 'placeholder') {
      const names = test.names.map((name) => `%${name}%`).join(', ');
      return this.unknown('translate/placeholder', `no value is set for the placeholder ${names}`);
    }
    if (field === null) return this.keyword(this.context.variant.keywords);
    const mapped = this.context.field(field);
    if (!mapped) {
      return this.unknown(
        'translate/unmapped-field',
        `nothing documents where ${this.context.variant.table} has ${field}`,
      );
    }
    switch (mapped.kind) {
      case 'none':
        return this.unknown('translate/unmapped-field', mapped.reason);
      case 'constant':
        return this.constant(mapped);
      case 'when':
        return this.when(mapped);
      case 'hashes':
        return this.hashes(mapped);
      case 'values':
        return this.values(mapped);
      case 'registry-data':
        return this.registryData(mapped);
      case 'value': {
        const shape = test.kind === 'pattern' ? shapeOf(test.pattern) : null;
        const text = shape && 'text' in shape ? shape.text.toLowerCase() : null;
        const kql = text === null ? undefined : mapped.when?.get(text);
        if (kql !== undefined) {
          return this.made({ ...mapped, quality: 'approximate' }, kql, 'holds', raw(kql));
        }
        const { starting } = mapped;
        const [first] = test.kind === 'pattern' ? test.pattern : [];
        if (starting && typeof first === 'string' && first.startsWith(starting.with)) {
          const start = this.context.columnOf(`${field}\0start`, starting.column, `${field}_start`);
          return this.value({ ...mapped, quality: 'derived' }, start);
        }
        return this.value(mapped, this.context.columnOf(field, mapped));
      }
    }
  }

  private unknown(code: Problem['code'], reason: string): Lowered {
    const { field, origin } = this.node;
    return { kind: 'unknown', problems: [{ code, field, reason, origin }] };
  }

  private made(
    described: Field | Keywords,
    columnText: string,
    operator: string,
    expression: Expression,
  ): Lowered {
    const tag = this.context.addTrace(this.node.origin, described, columnText, operator);
    return { kind: 'expression', expression: mark(expression, tag) };
  }

  /** Equalities join others on the same column. */
  private equality(
    described: Field,
    column: Column,
    cased: Equals['cased'],
    values: readonly Expression[],
    where?: string,
  ): Lowered {
    const operator = cased === false ? '=~' : '==';
    const tag = this.context.addTrace(this.node.origin, described, column.text, operator);
    const guarded = cased === 'number' && this.guarded && !column.required;
    return {
      kind: 'equals',
      equals: {
        key: `${cased}\0${column.text}\0${where ?? ''}`,
        column: column.expression,
        cased,
        values: values.map((value) => mark(value, tag)),
        guarded,
        ...(where === undefined ? {} : { where: raw(where) }),
      },
    };
  }

  // ------------------------------------------------------------------ fields that are a column

  private value(field: ValueField, column: Column): Lowered {
    const { test } = this.node;
    const isText = column.type === 'string' || column.type === 'guid';
    switch (test.kind) {
      case 'null':
        return this.absent(field, column, true);
      case 'exists':
        return this.absent(field, column, !test.value);
      case 'pattern':
        return this.pattern(field, column);
      case 'number':
        if (column.elements) {
          const pattern = [String(test.value)];
          return this.element(field, column, { kind: 'pattern', pattern, cased: false });
        }
        if (column.type === 'bool' || column.type === 'datetime') {
          return this.unknown('translate/no-counterpart', `${column.text} is no number`);
        }
        return isText
          ? this.equality(field, column, false, [string(String(test.value))])
          : this.equality(field, column, 'number', [number(test.value)]);
      case 'boolean':
        if (column.type === 'bool') {
          return this.guardedMade(
            field,
            column,
            '==',
            compare(column.expression, '==', bool(test.value)),
          );
        }
        return isText
          ? this.equality(field, column, false, [string(String(test.value))])
          : this.unknown('translate/no-counterpart', `${column.text} is no boolean`);
      case 'compare': {
        const operator = COMPARISONS[test.operator];
        const value = isText ? call('todouble', column.expression) : column.expression;
        const expression = compare(value, operator, number(test.value));
        return this.guardedMade(field, column, operator, expression, isText);
      }
      case 'regex':
        return acceptable(field, literalText(test.source))
          ? this.regex(field, column, test)
          : this.onlyPart(field, column);
      case 'cidr':
        return this.cidr(field, column, test);
      case 'time':
        return this.time(field, column, test);
      case 'field':
        return this.fieldReference(field, column, test);
      case 'placeholder':
        return this.unknown('translate/placeholder', 'a placeholder has no value');
    }
  }

  /** Inside a negation a comparison must be false, never null, where there is nothing to compare. */
  private guardedMade(
    field: Field,
    column: Column,
    operator: string,
    expression: Expression,
    mayFail = false,
  ): Lowered {
    if (!this.guarded || (column.required && !mayFail)) {
      return this.made(field, column.text, operator, expression);
    }
    const safe = mayFail
      ? call('coalesce', expression, bool(false))
      : and(call('isnotnull', column.expression), expression);
    return this.made(field, column.text, operator, safe);
  }

  private absent(field: Field, column: Column, absent: boolean): Lowered {
    const text = column.type === 'string';
    const name = absent ? (text ? 'isempty' : 'isnull') : text ? 'isnotempty' : 'isnotnull';
    return this.made(field, column.text, name, call(name, column.expression));
  }

  private pattern(field: ValueField, column: Column): Lowered {
    const { test } = this.node;
    if (test.kind !== 'pattern') return this.unknown('translate/unsupported-test', test.kind);
    const shape = shapeOf(test.pattern, test.cased);
    if (shape.kind === 'empty') return this.absent(field, column, true);
    if (shape.kind === 'any') return this.absent(field, column, false);
    if (field.accepts && !test.pattern.every((part) => acceptable(field, part))) {
      return this.onlyPart(field, column);
    }
    if (column.elements) return this.element(field, column, test);
    if (column.type !== 'string') {
      if (shape.kind === 'equals') return this.typed(field, column, shape.text);
      const text = { ...column, expression: call('tostring', column.expression) };
      return this.text(field, text, test);
    }
    return this.text(field, column, test);
  }

  private onlyPart({ note }: ValueField, column: Column): Lowered {
    const reason = note ?? `${column.text} holds only a part of ${this.node.field}`;
    return this.unknown('translate/no-counterpart', reason);
  }

  private text(
    field: Field | Keywords,
    column: Column,
    test: Extract<Test, { kind: 'pattern' }>,
  ): Lowered {
    const shape = shapeOf(test.pattern, test.cased);
    if (shape.kind === 'empty' || shape.kind === 'any') {
      return this.unknown('translate/unsupported-test', 'there is nothing to look for');
    }
    if (shape.kind === 'wildcards') {
      const source = `(?${test.cased ? 's' : 'is'})${shape.source}`;
      return this.made(
        field,
        column.text,
        'matches regex',
        compare(column.expression, 'matches regex', string(source)),
      );
    }
    if (shape.kind === 'equals' && 'kind' in field) {
      return this.equality(field, column, test.cased, [string(shape.text)]);
    }
    const operator = OPERATORS[shape.kind][test.cased ? 1 : 0];
    return this.made(
      field,
      column.text,
      operator,
      compare(column.expression, operator, string(shape.text)),
    );
  }

  /** A value written as text for a column of another type. */
  private typed(field: ValueField, column: Column, text: string): Lowered {
    if (column.type === 'bool') {
      const value = /^(true|1)$/i.test(text) ? true : /^(false|0)$/i.test(text) ? false : null;
      if (value === null) {
        return this.unknown('translate/no-counterpart', `${column.text} is a boolean`);
      }
      return this.guardedMade(field, column, '==', compare(column.expression, '==', bool(value)));
    }
    if (column.type === 'datetime') {
      return this.guardedMade(
        field,
        column,
        '==',
        compare(column.expression, '==', call('todatetime', string(text))),
        true,
      );
    }
    if (column.type === 'guid') {
      return this.equality(
        field,
        { ...column, expression: call('tostring', column.expression) },
        false,
        [string(text)],
      );
    }
    const value = /^\s*[-+]?(0x[\da-f]+|\d+(\.\d+)?)\s*$/i.test(text) ? Number(text) : Number.NaN;
    if (!Number.isFinite(value)) {
      return this.unknown(
        'translate/no-counterpart',
        `${column.text} is a number and '${text}' is none`,
      );
    }
    return this.equality(field, column, 'number', [number(value)]);
  }

  /** Text that holds many values between marks: a test means one of them. */
  private element(
    field: ValueField,
    column: Column,
    test: Extract<Test, { kind: 'pattern' }>,
  ): Lowered {
    const { open, close } = column.elements ?? { open: '', close: '' };
    const shape = shapeOf(test.pattern, test.cased);
    if (shape.kind === 'wildcards') {
      // A value ends where the next mark begins, so a wildcard must not run across it.
      const any = `[^${close[0] === '"' ? '"' : '<'}]`;
      const inner = anchoredSource(test.pattern, any)
        .replace(/^\^/, open)
        .replace(/(?<!\\)\$$/, close);
      const source = `(?${test.cased ? 's' : 'is'})${inner}`;
      return this.made(
        field,
        column.text,
        'matches regex',
        compare(column.expression, 'matches regex', string(source)),
      );
    }
    if (shape.kind === 'empty' || shape.kind === 'any') return this.absent(field, column, false);
    const text =
      (shape.kind === 'equals' || shape.kind === 'startswith' ? open : '') +
      shape.text +
      (shape.kind === 'equals' || shape.kind === 'endswith' ? close : '');
    const operator = OPERATORS.contains[test.cased ? 1 : 0];
    return this.made(
      field,
      column.text,
      operator,
      compare(column.expression, operator, string(text)),
    );
  }

  private regex(
    field: Field | Keywords,
    column: Column,
    test: Extract<Test, { kind: 'regex' }>,
  ): Lowered {
    const re2 = toRe2(test.source, test.flags);
    if (re2.kind === 'refused') {
      return this.unknown(
        'translate/unsupported-regex',
        `the expression cannot be had in KQL: ${re2.reason}`,
      );
    }
    const subject =
      column.type === 'string' ? column.expression : call('tostring', column.expression);
    const matches = (source: string): Expression =>
      compare(subject, 'matches regex', string(source));
    if (re2.kind === 'regex') {
      return this.made(field, column.text, 'matches regex', matches(re2.source));
    }
    // A missing field matches no expression, and "does not match" would let it through.
    const present = re2.source === null ? call('isnotempty', subject) : matches(re2.source);
    const expression = and(present, not(matches(re2.not)));
    return this.made(field, column.text, 'matches regex', expression);
  }

  private cidr(field: Field, column: Column, test: Extract<Test, { kind: 'cidr' }>): Lowered {
    const range = `${test.network}/${test.prefix}`;
    const name = test.version === 4 ? 'ipv4_is_in_range' : 'ipv6_is_in_range';
    if (column.type !== 'string') {
      return this.unknown('translate/no-counterpart', `${column.text} is no address`);
    }
    const expression = call(name, column.expression, string(range));
    // Null where the text is no address of this version.
    return this.made(
      field,
      column.text,
      name,
      this.guarded ? call('coalesce', expression, bool(false)) : expression,
    );
  }

  private time(field: Field, column: Column, test: Extract<Test, { kind: 'time' }>): Lowered {
    const isTime = column.type === 'datetime';
    const time = isTime ? column.expression : call('todatetime', column.expression);
    const part =
      test.part === 'week'
        ? call('week_of_year', time)
        : test.part === 'day'
          ? call('dayofmonth', time)
          : call('datetime_part', string(test.part), time);
    const operator = test.operator === 'eq' ? '==' : COMPARISONS[test.operator];
    const expression = compare(part, operator, number(test.value));
    const optional = !isTime || !column.required;
    return this.guardedMade(field, column, operator, expression, optional);
  }

  private fieldReference(
    field: Field,
    column: Column,
    test: Extract<Test, { kind: 'field' }>,
  ): Lowered {
    const other = this.context.field(test.field);
    if (
      !other ||
      (other.kind !== 'value' && other.kind !== 'values' && other.kind !== 'registry-data')
    ) {
      return this.unknown(
        'translate/unmapped-field',
        `nothing documents where ${this.context.variant.table} has ${test.field}`,
      );
    }
    const second = this.context.columnOf(test.field, other);
    const numeric = column.type !== 'string' && column.type === second.type;
    if (numeric && test.anchor === 'equals') {
      const expression = and(
        call('isnotnull', column.expression),
        compare(column.expression, '==', second.expression),
      );
      return this.made(field, column.text, '==', expression);
    }
    const asText = (one: Column): Expression =>
      one.type === 'string' ? one.expression : call('tostring', one.expression);
    const operator = OPERATORS[test.anchor][test.cased ? 1 : 0];
    // Kusto's missing string is '', which equals and is contained in anything missing.
    const expression = and(
      call('isnotempty', asText(second)),
      compare(asText(column), operator, asText(second)),
    );
    return this.made(field, `${column.text}, ${second.text}`, operator, expression);
  }

  // ---------------------------------------------------------------- fields of other kinds

  private constant(field: Extract<Field, { kind: 'constant' }>): Lowered {
    const { test } = this.node;
    const holds = field.values.map((value) => decide(test, value));
    if (holds.some((one) => one === null)) {
      return this.unknown(
        'translate/unsupported-test',
        `${this.node.field} is fixed by the table and cannot be compared in this way`,
      );
    }
    if (holds.every((one) => one === true)) {
      this.context.addTrace(this.node.origin, field, field.values.join(', '), 'every row');
      return { kind: 'constant', value: true, elsewhere: [] };
    }
    if (holds.some((one) => one === true)) {
      return this.unknown(
        'translate/no-counterpart',
        `${this.context.variant.table} does not tell ${this.node.field} ${field.values.join(' and ')} apart`,
      );
    }
    const problem: Problem = {
      code: 'translate/event-elsewhere',
      field: this.node.field,
      reason: `${this.context.variant.label} holds ${this.node.field} ${field.values.join(', ')} only`,
      origin: this.node.origin,
    };
    return { kind: 'constant', value: false, elsewhere: [problem] };
  }

  private when(field: Extract<Field, { kind: 'when' }>): Lowered {
    const { test } = this.node;
    const wanted = [...field.predicates].filter(([value]) => decide(test, value) === true);
    if (wanted.length === 0) return this.noCounterpart();
    const texts = [...new Set(wanted.map(([, kql]) => kql))];
    return this.made(field, texts.join(' or '), 'holds', or(...texts.map(raw)));
  }

  private noCounterpart(): Lowered {
    const { field, origin } = this.node;
    return this.unknown(
      'translate/no-counterpart',
      `${this.context.variant.table} has no counterpart of ${field} '${origin.value}'`,
    );
  }

  private values(field: Extract<Field, { kind: 'values' }>): Lowered {
    const { test, field: name } = this.node;
    const column = this.context.columnOf(name, field);
    if (test.kind === 'null' || test.kind === 'exists') return this.value(field, column);
    const wanted = [...field.values].flatMap(([value, columnValues]) =>
      decide(test, value) === true ? columnValues : [],
    );
    const own = [...field.values.values()].flat().filter((value) => decide(test, value) === true);
    const found = [...new Set([...wanted, ...own])];
    if (found.length === 0) return this.noCounterpart();
    if (column.type === 'string') {
      // The mapping spells the values as the table does.
      return this.equality(field, column, true, found.map(string));
    }
    return this.equality(
      field,
      column,
      'number',
      found.map((value) => number(Number(value))),
    );
  }

  private hashes(field: Extract<Field, { kind: 'hashes' }>): Lowered {
    const { test, field: name } = this.node;
    const hash =
      test.kind === 'pattern'
        ? lowerHash(test.pattern, field.columns, name ?? '')
        : ({ kind: 'refused', reason: 'has hashes by algorithm only' } as const);
    if (hash.kind === 'refused') {
      if (field.whole) {
        const whole = this.context.columnOf(name, field.whole);
        return this.value({ ...field, ...field.whole, kind: 'value' }, whole);
      }
      return this.unknown(
        'translate/no-counterpart',
        `${this.context.variant.table} ${hash.reason}`,
      );
    }
    const parts = hash.of.map(({ algorithm, value, whole }): Lowered => {
      const computed = field.columns.get(algorithm);
      if (!computed) return this.unknown('translate/no-counterpart', `there is no ${algorithm}`);
      const column = this.context.columnOf(`${name} ${algorithm}`, computed, algorithm);
      if (whole) return this.equality(field, column, false, [string(value)]);
      return this.made(
        field,
        column.text,
        'startswith',
        compare(column.expression, 'startswith', string(value)),
      );
    });
    const [first] = parts;
    if (parts.length === 1 && first) return first;
    const of = parts.flatMap((part) =>
      part.kind === 'expression'
        ? [part.expression]
        : part.kind === 'equals'
          ? [equalsExpression(part.equals)]
          : [],
    );
    return { kind: 'expression', expression: hash.any ? or(...of) : and(...of) };
  }

  private registryData(field: Extract<Field, { kind: 'registry-data' }>): Lowered {
    const { test, field: name, origin } = this.node;
    const column = this.context.columnOf(name, field);
    if (test.kind !== 'pattern') return this.value(field, column);
    const numbers = registryNumbers(test.pattern);
    if (numbers.kind === 'text') return this.value(field, column);
    const sysmon = field.numbers.includes('sysmon');
    const decimal = field.numbers.includes('decimal');
    if (numbers.kind === 'number') {
      const where = numbers.type === null ? undefined : field.types.get(numbers.type);
      if (where === undefined) {
        const values = [...(sysmon ? [numbers.text] : []), ...(decimal ? [numbers.decimal] : [])];
        return this.equality(field, column, false, values.map(string));
      }
      if (!sysmon) return this.equality(field, column, false, [string(numbers.decimal)], where);
      const lowered = this.equality(field, column, false, [string(numbers.text)]);
      if (lowered.kind !== 'equals') return lowered;
      const { equals } = lowered;
      const tags = equals.values[0]?.tags ?? [];
      const values = [tagged(string(numbers.decimal), ...tags)];
      const typed: Equals = { ...equals, values, where: raw(where) };
      return { kind: 'equals', equals: { ...equals, key: `${equals.key}\0${where}`, or: typed } };
    }
    const reason = `${this.context.variant.table} writes numbers in decimal, and '${origin.value}' names only a part of Sysmon's text`;
    if (!sysmon) return this.unknown('translate/no-counterpart', reason);
    if (decimal) {
      this.context.report({
        severity: 'warning',
        code: 'translate/no-counterpart',
        message: `Rows from Defender never pass this test, because ${reason}`,
        span: origin.span,
        effect: this.guarded ? 'either' : 'narrower',
      });
    }
    return this.value(field, column);
  }

  private keyword(keywords: Keywords | null): Lowered {
    const { test } = this.node;
    if (!keywords) {
      return this.unknown(
        'translate/keywords',
        `${this.context.variant.table} has no text of the whole event to look for keywords in`,
      );
    }
    const column = this.context.columnOf(null, {
      text: keywords.text,
      isColumn: /^\w+$/.test(keywords.text),
      type: 'string',
      required: false,
      rewrites: keywords.rewrites,
      elements: null,
      accepts: null,
    });
    if (test.kind === 'regex') return this.regex(keywords, column, test);
    const text =
      test.kind === 'number' || test.kind === 'boolean'
        ? [String(test.value)]
        : test.kind === 'pattern'
          ? test.pattern
          : null;
    if (!text) {
      return this.unknown('translate/unsupported-test', `a keyword cannot be ${test.kind}`);
    }
    const cased = test.kind === 'pattern' && test.cased;
    const shape = shapeOf(text, cased);
    if (shape.kind === 'empty' || shape.kind === 'any') {
      return this.made(keywords, column.text, 'isnotempty', call('isnotempty', column.expression));
    }
    // A keyword is looked for anywhere in the event: its ends are open.
    if (shape.kind === 'wildcards') {
      const open = anchoredSource(text, '.')
        .replace(/^\^/, '')
        .replace(/(?<!\\)\$$/, '');
      return this.made(
        keywords,
        column.text,
        'matches regex',
        compare(column.expression, 'matches regex', string(`(?${cased ? 's' : 'is'})${open}`)),
      );
    }
    const operator = OPERATORS.contains[cased ? 1 : 0];
    return this.made(
      keywords,
      column.text,
      operator,
      compare(column.expression, operator, string(shape.text)),
    );
  }
}

function acceptable(field: ValueField, part: string | symbol): boolean {
  return typeof part === 'string' && field.accepts ? field.accepts.test(part) : true;
}

/** The characters that a regular expression looks for, without what is written around them. */
function literalText(source: string): string {
  return source.replace(
    /\\([^A-Za-z0-9])|\\.|[[\](){}*+?|^$.]/g,
    (_, escaped: string | undefined) => escaped ?? '',
  );
}

/** Tags a node that was just made and stands nowhere else: without the copy that `tagged` makes. */
function mark(expression: Expression, tag: number): Expression {
  return Object.assign(expression, { tags: [tag] });
}

/** Whether a known value passes a test; null where only the query could tell. */
function decide(test: Test, value: string): boolean | null {
  switch (test.kind) {
    case 'pattern':
      return matchesText(test.pattern, value, test.cased);
    case 'number':
    case 'boolean':
      return value.toLowerCase() === String(test.value);
    case 'exists':
      return test.value;
    case 'null':
      return false;
    case 'compare': {
      const left = Number(value);
      if (Number.isNaN(left)) return false;
      if (test.operator === 'lt') return left < test.value;
      if (test.operator === 'lte') return left <= test.value;
      return test.operator === 'gt' ? left > test.value : left >= test.value;
    }
    default:
      return null;
  }
}
