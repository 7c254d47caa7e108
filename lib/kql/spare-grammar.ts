// biome-ignore lint/suspicious/noExplicitAny: the library's own declarations are 1.7 MB of globals
type Any = any;

/**
 * Queries are parsed by hand-written code. Beside it, the library builds a grammar with the first query, which takes most
 * of a second, and keeps it with each query for an editor's completions. This builds it only for what does use it:
 * expressions that nest too deep for the hand-written parser.
 */
export function spareGrammar({ Parsing }: Any): void {
  const { QueryGrammar } = Parsing;
  const from = QueryGrammar.From;
  QueryGrammar.From = (globals: Any): Any =>
    new Proxy(
      { QueryBlock: null },
      {
        get: (unused, rule) => (rule === 'QueryBlock' ? unused.QueryBlock : from(globals)[rule]),
      },
    );
}
