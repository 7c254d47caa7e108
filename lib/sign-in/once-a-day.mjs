const MAX_NAMES = 10_000;

/**
 * A function that is true the first time of each day, in UTC, that it is called with a name.
 * @param {() => number} now milliseconds since 1970
 * @returns {(name: string) => boolean}
 */
export function onceADay(now) {
  const names = new Set();
  let day = '';
  return (name) => {
    const today = new Date(now()).toISOString().slice(0, 10);
    if (today !== day || names.size >= MAX_NAMES) names.clear();
    day = today;
    if (names.has(name)) return false;
    names.add(name);
    return true;
  };
}
