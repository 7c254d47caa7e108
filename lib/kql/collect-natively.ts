// biome-ignore lint/suspicious/noExplicitAny: the library's own declarations are 1.7 MB of globals
type Any = any;

/** What the binder asks of a C# dictionary, on a JavaScript map. */
class NativeDictionary {
  private readonly map = new Map<unknown, unknown>();

  tryGetValue(key: unknown, found: { v: unknown }): boolean {
    // 0 is C#'s default of a number, and nothing here keeps anything else.
    found.v = this.map.get(key) ?? 0;
    return this.map.has(key);
  }
  containsKey(key: unknown): boolean {
    return this.map.has(key);
  }
  add(key: unknown, value: unknown): void {
    if (this.map.has(key)) throw new Error(`${key} is in the dictionary already`);
    this.map.set(key, value);
  }
  setItem(key: unknown, value: unknown): void {
    this.map.set(key, value);
  }
  remove(key: unknown): boolean {
    return this.map.delete(key);
  }
  clear(): void {
    this.map.clear();
  }
}

/** What the binder asks of a C# set, on a JavaScript set. */
class NativeSet {
  private readonly set = new Set<unknown>();

  contains(item: unknown): boolean {
    return this.set.has(item);
  }
  add(item: unknown): boolean {
    const { size } = this.set;
    return this.set.add(item).size > size;
  }
  clear(): void {
    this.set.clear();
  }
}

/**
 * `extend` and `project-reorder` list all columns of a table anew, and put each into five collections, which are written
 * in JavaScript as C# has them, with buckets and hashes. This gives the two classes JavaScript's own. Names are strings
 * and columns are compared by reference, so both kinds find the same.
 */
export function collectNatively({ Binding, Utils }: Any): void {
  onCreate(Utils.UniqueNameTable, (table) => {
    table.nameMap = new NativeDictionary();
  });
  onCreate(Binding.ProjectionBuilder, (builder) => {
    builder._doNotAdd = new NativeSet();
    builder._columnIndexMap = new NativeDictionary();
    builder._declaredNames = new NativeSet();
  });
}

function onCreate(type: Any, change: (created: Any) => void): void {
  const { prototype } = type;
  const initialize = prototype.$initMembers;
  prototype.$initMembers = function (this: Any): void {
    initialize?.call(this);
    change(this);
  };
}
