import type { Target } from '@/lib/target';
import type { Diagnostic, MicrosoftCode } from '../diagnostic';
import type { Severity } from '../severity';
import {
  type GlobalState,
  type KustoCode,
  type List,
  type MicrosoftDiagnostic,
  microsoft,
} from './microsoft';
import { type Schemas, type SourceSchema, sourcesOf } from './schemas';

/** A query as Microsoft's parser and binder read it, with what they say of it, or why it was not passed to them. */
export type ParsedQuery =
  | { readonly code: KustoCode; readonly diagnostics: readonly Diagnostic[] }
  | { readonly problem: Diagnostic };

export type QueryParser = (kql: string, target: Target) => ParsedQuery;

/** How many queries to remember: enough for one rule's, which are checked first and then run. */
const REMEMBERED = 32;
const MAX_STATES = 400;

const parsers = new WeakMap<Schemas, QueryParser>();

/**
 * The parser for these schemas. It remembers the last queries: parsing and binding is most of the cost of
 * checking or running a query, and a query is often run right after it is checked.
 */
export function parserOf(schemas: Schemas): QueryParser {
  let parser = parsers.get(schemas);
  if (!parser) {
    parser = createParser(schemas);
    parsers.set(schemas, parser);
  }
  return parser;
}

function createParser(schemas: Schemas): QueryParser {
  const globals = createGlobals(schemas);
  const remembered = new Map<string, ParsedQuery>();

  function parse(kql: string, target: Target): ParsedQuery {
    const deep = tooDeep(kql);
    if (deep) return { problem: deep };
    try {
      const code = microsoft().parse(kql, globals(kql, target));
      return { code, diagnostics: convert(code.GetDiagnostics()) };
    } catch (error) {
      return { problem: parserFailure(error) };
    }
  }

  return (kql, target) => {
    const key = `${target} ${kql}`;
    let parsed = remembered.get(key);
    if (!parsed) {
      parsed = parse(kql, target);
      if (remembered.size >= REMEMBERED) {
        for (const oldest of remembered.keys()) {
          remembered.delete(oldest);
          break;
        }
      }
      remembered.set(key, parsed);
    }
    return parsed;
  };
}

/**
 * The global state for the tables and parsers that a query's words may name. The cost of
 * binding grows with what a query may refer to, so each set of tables has its own state, made when a
 * query first names them.
 */
function createGlobals(schemas: Schemas): (kql: string, target: Target) => GlobalState {
  const symbols = new Map<SourceSchema, Map<string, unknown>>();
  const states = new Map<string, GlobalState>();

  function symbolOf(name: string, source: SourceSchema): unknown {
    let byName = symbols.get(source);
    if (!byName) {
      byName = new Map();
      symbols.set(source, byName);
    }
    let symbol = byName.get(name);
    if (!symbol) {
      const { table, tableFunction } = microsoft();
      symbol = source.parameters
        ? tableFunction(name, source.parameters, source.columns)
        : table(name, source.columns);
      byName.set(name, symbol);
    }
    return symbol;
  }

  return (kql, target) => {
    const sources = sourcesOf(schemas, target);
    const names = new Set<string>();
    for (const [word] of kql.matchAll(/[A-Za-z_]\w*/g)) if (sources.has(word)) names.add(word);
    const sorted = [...names].sort();
    const key = `${target === 'defender-xdr' ? 'x' : 'l'} ${sorted.join(' ')}`;
    let state = states.get(key);
    if (!state) {
      const members = sorted.flatMap((name) => {
        const source = sources.get(name);
        return source ? [symbolOf(name, source)] : [];
      });
      state = microsoft().globals(members);
      if (states.size >= MAX_STATES) states.clear();
      states.set(key, state);
    }
    return state;
  };
}

/** The deepest nesting of brackets. The parser's time grows steeply with it, long before it refuses. */
const MAX_NESTING = 400;
const STRINGS_AND_BRACKETS =
  /@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|[([{]|[)\]}]/g;

/** Why a query is not passed to the parser, or null if it is. */
function tooDeep(kql: string): Diagnostic | null {
  let depth = 0;
  for (const { 0: token, index } of kql.matchAll(STRINGS_AND_BRACKETS)) {
    if (/^[([{]$/.test(token)) depth++;
    else if (/^[)\]}]$/.test(token)) depth--;
    if (depth > MAX_NESTING) {
      return {
        severity: 'error',
        code: 'kql/too-deep',
        message: `The query nests brackets more than ${MAX_NESTING} deep.`,
        span: { start: index, end: index + 1 },
      };
    }
  }
  return null;
}

const SEVERITIES = new Map(
  Object.entries<Severity>({
    Error: 'error',
    Warning: 'warning',
    Suggestion: 'info',
    Information: 'info',
    Hidden: 'info',
  }),
);

/** Microsoft's diagnostics as Watchfloor's. */
export function convert(list: List<MicrosoftDiagnostic>): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (let at = 0; at < list.Count; at++) {
    const { Code, Severity, Message, Start, Length } = list.getItem(at);
    diagnostics.push({
      severity: SEVERITIES.get(Severity) ?? 'warning',
      code: `kql/${Code}` as MicrosoftCode,
      message: Message,
      span: { start: Start, end: Start + Length },
    });
  }
  return diagnostics;
}

function parserFailure(error: unknown): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    severity: 'error',
    code: 'kql/failed',
    message: `The parser gave up on this query: ${reason}`,
  };
}
