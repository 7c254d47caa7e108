/*
 * Next sends each page twice: as markup, and as data with which React makes the markup again in the browser. A page on
 * which no component runs in the browser needs only the first, and none of Next's scripts.
 */

/** The pages that React runs. A test compares them with what their files import. */
const WITH_REACT = /^\/(?:translate|compare|environment|deployed)$/;

/** Next's own scripts, and those with which a page starts them and gives them its data. */
const FILE = /<script [^>]*src="\/_next\/static\/[^>]*><\/script>/g;
const DATA =
  /<script(?: [^>]*)?>(?:\(?self\.__next_|\(globalThis\["TURBOPACK"\])[\s\S]*?<\/script>/g;
const PRELOAD = /<link rel="preload" as="script"[^>]*>/g;
/** What marks texts and boundaries for React. Texts of others have no `<`. */
const MARK = /<!--[^>]*-->/g;
const EMPTY = /<div hidden=""><\/div>/g;

/** Whether React runs a page in the browser. */
export function needsReact(path) {
  return WITH_REACT.test(path);
}

/**
 * A page without what only React needs, and with the script that it has instead.
 * @param {string} html
 * @param {readonly string[]} scripts the address of that script, and of what it imports
 */
export function withoutReact(html, [script, ...imports]) {
  const preloads = imports.map((each) => `<link rel="modulepreload" href="${each}"/>`);
  const head = [...preloads, `<script type="module" src="${script}"></script></head>`].join('');
  return html
    .replace(FILE, '')
    .replace(DATA, '')
    .replace(PRELOAD, '')
    .replace(MARK, '')
    .replace(EMPTY, '')
    .replace('</head>', head);
}
