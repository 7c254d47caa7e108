import { addBase, dropBase } from '../base-path.mjs';

/**
 * Has a request ask for what it names below `base`, and the headers of its answer name addresses below it. A proxy may
 * also take the base away itself.
 * @param {string} base empty at the root of a host
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
export function serveBelow(base, request, response) {
  if (base === '') return;
  request.url = dropBase(base, request.url ?? '/');
  const { writeHead } = response;
  response.writeHead = (status, ...rest) => {
    const headers = rest.at(-1);
    if (Array.isArray(headers)) {
      const moved = headers.map((value, at) =>
        at % 2 === 0 ? value : headerBelow(base, headers[at - 1], value),
      );
      return writeHead.call(response, status, moved);
    }
    if (typeof headers === 'object') {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      rest.pop();
    }
    for (const name of ['location', 'link', 'set-cookie']) {
      const value = response.getHeader(name);
      if (value !== undefined) response.setHeader(name, headerBelow(base, name, value));
    }
    return writeHead.call(response, status, ...rest);
  };
}

function headerBelow(base, name, value) {
  if (Array.isArray(value)) return value.map((each) => headerBelow(base, name, each));
  switch (name.toLowerCase()) {
    case 'location':
      return addBase(base, String(value));
    case 'link':
      return String(value).replace(/<(\/[^>]*)>/g, (_, address) => `<${addBase(base, address)}>`);
    case 'set-cookie':
      // A browser takes such a name for the whole host or not at all.
      if (String(value).startsWith('__Host-')) return value;
      return String(value).replace(/; Path=\/(?=;|$)/i, `; Path=${base}`);
    default:
      return value;
  }
}
