// biome-ignore lint/suspicious/noExplicitAny: the library's own declarations are 1.7 MB of globals
type Any = any;

/**
 * A filter has the columns of what it filters, in the same list. The binder makes a map of it for the names that come
 * next; this keeps the map with the list. It also looks for missing columns in each list that it has made itself, and for
 * each name for the function that a management command would be making. No query has either.
 */
export function rememberColumns({ Symbols, Utils, Binding }: Any): void {
  const columns = Object.getOwnPropertyDescriptor(Symbols.TableSymbol?.prototype, 'ColumnMap');
  const { ArgumentCheckers } = Utils;
  const check = ArgumentCheckers?.CheckArgumentNullOrElementNull;
  if (!columns?.get || typeof check !== 'function') return;
  const { get } = columns;
  const maps = new WeakMap<object, unknown>();
  Object.defineProperty(Symbols.TableSymbol.prototype, 'ColumnMap', {
    ...columns,
    get(this: Any): unknown {
      if (this.lazyColumnMap !== null) return this.lazyColumnMap;
      const known = maps.get(this.Columns);
      if (known === undefined) maps.set(this.Columns, get.call(this));
      else this.lazyColumnMap = known;
      return this.lazyColumnMap;
    },
  });
  ArgumentCheckers.CheckArgumentNullOrElementNull = (
    type: Any,
    list: Any,
    name: string,
  ): unknown =>
    type === Symbols.ColumnSymbol && list !== null && !Array.isArray(list)
      ? list
      : check(type, list, name);
  Binding.Binder.GetCreateFunctionCommandName = () => null;
}
