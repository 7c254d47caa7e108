/**
 * Has an answer say that no shared cache may keep it, whatever it says otherwise.
 * @param {import('node:http').ServerResponse} response
 */
export function keepPrivate(response) {
  const { writeHead } = response;
  response.writeHead = (status, ...rest) => {
    const given = rest.at(-1);
    const headers = typeof given === 'object' && given !== null ? entriesOf(given) : [];
    const at = headers.findIndex(([name]) => name.toLowerCase() === 'cache-control');
    if (at < 0) {
      response.setHeader('Cache-Control', privately(response.getHeader('Cache-Control')));
    } else {
      headers[at][1] = privately(headers[at][1]);
      rest[rest.length - 1] = headers.flat();
    }
    return writeHead.call(response, status, ...rest);
  };
}

/** Headers with their values, of an object or of names and values in turn. */
function entriesOf(given) {
  if (!Array.isArray(given)) {
    return Object.entries(given).flatMap(([name, value]) =>
      [value].flat().map((one) => [name, String(one)]),
    );
  }
  return Array.from({ length: given.length / 2 }, (_, at) => [given[2 * at], given[2 * at + 1]]);
}

function privately(value) {
  const parts = String(value ?? 'no-cache')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !/^(?:public|s-maxage=.*)$/i.test(part));
  const isPrivate = parts.some((part) => /^(?:private|no-store)$/i.test(part));
  return (isPrivate ? parts : ['private', ...parts]).join(', ');
}
