// A cookie holds 4 KB.
const MAX_TABLES = 60;
const TABLE = /^[A-Za-z_][A-Za-z0-9_]{0,59}$/;

/** The names among these that the cookie “tables” can hold. Its value is their list, separated by dots. */
export function savedTables(names: readonly string[]): string[] {
  return names.filter((name) => TABLE.test(name) && name !== 'all').slice(0, MAX_TABLES);
}
