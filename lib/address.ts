// The only code that turns an address into text that people or logs see.

/**
 * An address fit to be shown: scheme, host, path and the names of the query's parameters, without user,
 * password, values and fragment. Shows no more than the scheme of an address that is not valid.
 */
export function showAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url?.host) return `${/^\s*([a-z][\w+.-]*:)/i.exec(text)?.[1] ?? ''}…`;
  // A password with an unescaped slash ends up in the path, before the @.
  const path = url.pathname.replace(/^.*@/, '/…@');
  return `${url.protocol}//${url.host}${path}${showQuery(url.search)}`;
}

function showQuery(search: string): string {
  if (search === '' || search === '?') return '';
  const names = search.slice(1).split('&');
  return `?${names.map((each) => (each.includes('=') ? `${each.split('=', 1)}=…` : '…')).join('&')}`;
}

// Without the punctuation that follows an address in a sentence.
const ADDRESS = /\b(?!file:)[a-z][a-z0-9+.-]*:\/\/[^\s'"<>`]+?(?=[.,;:)]*(?:[\s'"<>`]|$))/gi;

/** A message in which every address is fit to be shown. For messages that a library or a server wrote. */
export function hideSecrets(message: string): string {
  return message.replace(ADDRESS, showAddress);
}

/** A JSON value in whose texts every address is fit to be shown. Dates and other objects stay as they are. */
export function hideSecretsIn<Value>(value: Value): Value;
export function hideSecretsIn(value: unknown): unknown {
  if (typeof value === 'string') return hideSecrets(value);
  if (Array.isArray(value)) return value.map(hideSecretsIn);
  if (value === null || typeof value !== 'object') return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hideSecretsIn(each)]));
}
