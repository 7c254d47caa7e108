// biome-ignore lint/suspicious/noExplicitAny: the library's own declarations are 1.7 MB of globals
type Any = any;

/**
 * A filter has the columns of what it filters, in the same list. The binder checks the list anew for each,
 * and makes a map of it for the names that come next; this keeps both with the list. And for each name it
 * looks for the function that a management command would be making, which no query has.
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
  const sound = new WeakSet<object>();
  ArgumentCheckers.CheckArgumentNullOrElementNull = (
    type: Any,
    list: Any,
    name: string,
  ): unknown => {
    if (type !== Symbols.ColumnSymbol || list === null || Array.isArray(list)) {
      return check(type, list, name);
    }
    if (!sound.has(list)) {
      check(type, list, name);
      sound.add(list);
    }
    return list;
  };
  Binding.Binder.GetCreateFunctionCommandName = () => null;
}
