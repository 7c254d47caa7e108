import { createRequire } from 'node:module';
import { collectNatively } from './collect-natively';
import { rememberColumns } from './remember-columns';
import { rememberOperators } from './remember-operators';
import { spareGrammar } from './spare-grammar';

/**
 * Microsoft's Kusto parser and binder, compiled from C# to JavaScript. The two files are CommonJS and
 * put `Bridge`, `System` and `Kusto` on the global object; loading takes about half a second, so it
 * waits until it is needed. The interfaces below declare only the members used here.
 */

/** A C# list. */
export interface List<Item> {
  readonly Count: number;
  getItem(index: number): Item;
}

export interface MicrosoftDiagnostic {
  readonly Code: string;
  readonly Severity: string;
  readonly Message: string;
  readonly Start: number;
  readonly Length: number;
}

export interface TypeSymbol {
  readonly Name: string;
  /** On tables. */
  readonly Columns?: List<ColumnSymbol>;
}

export interface ColumnSymbol {
  readonly Name: string;
  readonly Type: TypeSymbol;
}

/** A node, list or token of the syntax tree. */
export interface SyntaxElement {
  readonly Kind: number;
  readonly ChildCount: number;
  readonly TextStart: number;
  readonly End: number;
  readonly ResultType?: TypeSymbol | null;
  GetChild(index: number): SyntaxElement | null;
  /** On tokens: the text as written. */
  readonly Text?: string;
  /** On names. */
  readonly SimpleName?: string;
}

export interface KustoCode {
  readonly Syntax: SyntaxElement;
  readonly MaxDepth: number;
  readonly ResultType: TypeSymbol | null;
  GetDiagnostics(): List<MicrosoftDiagnostic>;
}

/** What a query can refer to. Opaque. */
export interface GlobalState {
  WithDatabase(database: unknown): GlobalState;
  /** Without this cache, every binding rebuilds the tables of functions and operators. */
  WithCache(): GlobalState;
}

interface Analyzer {
  Analyze(code: KustoCode, found: unknown, cancellation: unknown): void;
}

// biome-ignore lint/suspicious/noExplicitAny: the library's own declarations are 1.7 MB of globals
type Any = any;

export interface Microsoft {
  parse(text: string, globals: GlobalState): KustoCode;
  parseOnly(text: string): KustoCode;
  analyze(code: KustoCode, analyzer: string): List<MicrosoftDiagnostic>;
  table(name: string, columns: Readonly<Record<string, string>>): unknown;
  tableFunction(
    name: string,
    parameters: Readonly<Record<string, string>>,
    columns: Readonly<Record<string, string>>,
  ): unknown;
  globals(members: readonly unknown[]): GlobalState;
  /** `'EqualExpression'` and so on. */
  kindOf(element: SyntaxElement): string;
  /** `'BinaryExpression'` and so on: the node's class. */
  classOf(element: object): string;
  stringValue(literal: string): string;
  canBeIdentifier(name: string): boolean;
  /** Words that are keywords somewhere in the grammar. */
  keywords(): string[];
}

let loaded: Microsoft | null = null;

export function microsoft(): Microsoft {
  loaded ??= load();
  return loaded;
}

function load(): Microsoft {
  const require = createRequire(import.meta.url);
  require('@kusto/language-service-next/bridge.min.js');
  require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
  const scope = globalThis as Any;
  const { Language } = scope.Kusto;
  const { System } = scope;
  rememberOperators(Language, System);
  rememberColumns(Language);
  collectNatively(Language);
  spareGrammar(Language);
  const kinds = namesOfKinds(Language);
  return {
    ...symbolsOf(Language, System),
    parse: (text, globals) => Language.KustoCode.ParseAndAnalyze(text, globals),
    parseOnly: (text) => Language.KustoCode.Parse(text, Language.GlobalState.Default),
    analyze(code, analyzer) {
      const found = new (System.Collections.Generic.List$1(Language.Diagnostic).ctor)();
      const instance: Analyzer = Language.Editor.KustoAnalyzers[analyzer];
      instance.Analyze(code, found, new Language.Utils.CancellationToken());
      return found;
    },
    classOf: classNames(scope.Bridge),
    kindOf: (element) => kinds[element.Kind] ?? String(element.Kind),
    stringValue: (literal) => Language.KustoFacts.GetStringLiteralValue(literal),
    canBeIdentifier: (name) => Language.KustoFacts.CanBeIdentifier(name),
    keywords: () =>
      kinds.flatMap((_, kind) =>
        Language.Syntax.SyntaxFacts.IsKeyword(kind)
          ? [Language.Syntax.SyntaxFacts.GetText(kind)]
          : [],
      ),
  };
}

function namesOfKinds(language: Any): readonly string[] {
  const kinds: string[] = [];
  for (const [name, value] of Object.entries(language.Syntax.SyntaxKind)) {
    if (typeof value === 'number') kinds[value] = name;
  }
  return kinds;
}

/** The short name of an object's class, computed once for each class. */
function classNames(bridge: Any): Microsoft['classOf'] {
  const classes = new Map<unknown, string>();
  return (element) => {
    const known = classes.get(element.constructor);
    if (known !== undefined) return known;
    const name = String(bridge.getTypeName(element)).split('.').pop() ?? '';
    classes.set(element.constructor, name);
    return name;
  };
}

const SCALAR_TYPES: ReadonlyMap<string, string> = new Map([
  ['string', 'String'],
  ['int', 'Int'],
  ['long', 'Long'],
  ['real', 'Real'],
  ['bool', 'Bool'],
  ['datetime', 'DateTime'],
  ['dynamic', 'Dynamic'],
  ['guid', 'Guid'],
  ['timespan', 'TimeSpan'],
  ['decimal', 'Decimal'],
]);

/** Builds what a query can refer to: tables, functions that return tables, and their database. */
function symbolsOf(
  { Symbols, GlobalState }: Any,
  system: Any,
): Pick<Microsoft, 'table' | 'tableFunction' | 'globals'> {
  const array = (items: readonly unknown[], type: unknown) => system.Array.init([...items], type);
  const scalar = (type: string) => Symbols.ScalarTypes[SCALAR_TYPES.get(type) ?? ''];
  const column = ([name, type]: [string, string]) =>
    new Symbols.ColumnSymbol(name, scalar(type), null, null, null, null);
  const parameter = ([name, type]: [string, string]) =>
    // Argument kind 0 is any expression; 0 and 1 are the least and most occurrences.
    new Symbols.Parameter.$ctor3(name, scalar(type), 0, null, null, false, null, 0, 1, null, null);
  const table: Microsoft['table'] = (name, columns) =>
    new Symbols.TableSymbol.$ctor4(
      name,
      array(Object.entries(columns).map(column), Symbols.ColumnSymbol),
    );
  return {
    table,
    tableFunction: (name, parameters, columns) =>
      new Symbols.FunctionSymbol.$ctor5(
        name,
        table(name, columns),
        array(Object.entries(parameters).map(parameter), Symbols.Parameter),
      ),
    globals: (members) =>
      GlobalState.Default.WithDatabase(
        new Symbols.DatabaseSymbol.ctor('db', array(members, Symbols.Symbol)),
      ).WithCache(),
  };
}
