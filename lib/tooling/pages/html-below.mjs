import { addBase } from '../../base-path.mjs';

/** A script with its text, or a tag of any other kind. In a text, React writes out every `<`. */
const TAG = /<script\b[^>]*>[\s\S]*?<\/script>|<[a-zA-Z][^<>]*>/g;
const ADDRESS = /(\s(?:href|src|action|formaction|data-href)=")(\/[^"]*)"/gi;
/** What a page tells React: calls with a list of a number and a string of JSON. */
const DATA = /<script>self\.__next_f\.push\((\[1,"[\s\S]*?"\])\)<\/script>/g;
/** Addresses in React's JSON. In a text within it, every quote has a backslash before it. */
const IN_DATA = /("(?:href|src|action|formAction|data-href)":")(\/[^"]*)"/g;
const FILE_IN_DATA = /"(\/_next\/[^"]*)"/g;

/**
 * A page whose addresses of this site are below `base`. What people read on it stays as it is.
 * @param {string} html
 * @param {string} base such as `/rules-catalog`; empty leaves the page as it is
 * @returns {string}
 */
export function htmlBelow(html, base) {
  if (base === '') return html;
  return dataBelow(html, base).replace(TAG, (tag) => {
    const end = tag.startsWith('<script') ? tag.indexOf('>') + 1 : tag.length;
    const opening = tag.slice(0, end).replace(ADDRESS, (_, before, address) => {
      return `${before}${addBase(base, address)}"`;
    });
    if (/^<head[\s>]/.test(opening)) return opening + scriptFor(base);
    return opening + tag.slice(end);
  });
}

/** Says to the scripts of this site, and to Next's loader, where they are. An attribute would not outlive what React shows. */
const scriptFor = (base) =>
  `<script>watchfloorBase="${base}";TURBOPACK_CHUNK_BASE_PATH="${base}/_next/"</script>`;

/** The same for what React reads: all of it in the place of the first part, since a row may begin in one and end in another. */
function dataBelow(html, base) {
  const parts = [...html.matchAll(DATA)].map(([, list = '']) => String(JSON.parse(list)[1]));
  if (parts.length === 0) return html;
  const rows = rowsOf(Buffer.from(parts.join(''))).map((row) =>
    row.isText ? row.text : addressesBelow(row.text, base),
  );
  let isFirst = true;
  return html.replace(DATA, () => {
    if (!isFirst) return '';
    isFirst = false;
    const json = JSON.stringify([1, rows.join('')]).replaceAll('<', '\\u003c');
    return `<script>self.__next_f.push(${json})</script>`;
  });
}

function addressesBelow(row, base) {
  return row
    .replace(IN_DATA, (_, before, address) => `${before}${addBase(base, address)}"`)
    .replace(FILE_IN_DATA, (_, address) => `"${addBase(base, address)}"`);
}

/** Rows end with a line, but for a text, which says before how many bytes it has. */
function rowsOf(bytes) {
  const rows = [];
  let at = 0;
  while (at < bytes.length) {
    const head = /^[0-9a-f]*:T([0-9a-f]+),/.exec(bytes.toString('latin1', at, at + 40));
    const line = bytes.indexOf('\n', at);
    const end = head
      ? at + head[0].length + Number.parseInt(head[1] ?? '', 16)
      : line < 0
        ? bytes.length
        : line + 1;
    rows.push({ isText: head !== null, text: bytes.toString('utf8', at, end) });
    at = end;
  }
  return rows;
}
