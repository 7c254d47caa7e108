import { Idiomorph } from 'idiomorph';
import { tellShown } from './when-shown';

/** What the change of page does to the browser's history; `none` if the history has brought it about. */
type HistoryStep = 'push' | 'replace' | 'none';

let loading: AbortController | null = null;
/** The address of what is shown. */
let shown: URL;

/** Lets the history's buttons change what is shown. Call it once, before `showPage`. */
export function followHistory(): void {
  shown = new URL(location.href);
  window.addEventListener('popstate', async ({ state }) => {
    if (isSamePage(shown, location) && shown.search === location.search) return;
    const isShown = await showPage(location.href, 'none');
    if (isShown && typeof state?.top === 'number') window.scrollTo(0, state.top);
  });
}

/**
 * Shows the page at an address of this site without loading another document, so that keys pressed meanwhile can be about
 * it: the same page in another state changes in place, another page is shown from its top. What is no such page is
 * opened as a link opens it. False if a later call has overtaken this one.
 */
export async function showPage(href: string, step: HistoryStep): Promise<boolean> {
  loading?.abort();
  const abort = new AbortController();
  loading = abort;
  const page = await load(href, abort.signal);
  if (abort.signal.aborted) return false;
  const isSame = page !== null && isSamePage(page.address, shown);
  if (page === null || !(isSame || isPlain(page.document))) return open(href, step);
  await addStyles(page.document);
  if (abort.signal.aborted) return false;
  takeStep(step, page.address, isSame);
  shown = page.address;
  put(page.document, isSame);
  tellShown();
  goToAnchor(shown, isSame);
  return true;
}

const isSamePage = (one: URL | Location, other: URL | Location) => one.pathname === other.pathname;

/** The document at an address, and where it was found in the end; null if there is none. */
async function load(
  href: string,
  signal: AbortSignal,
): Promise<{ document: Document; address: URL } | null> {
  try {
    const response = await fetch(href, { signal });
    const type = response.headers.get('content-type') ?? '';
    if (!response.ok || !type.startsWith('text/html')) return null;
    const document = new DOMParser().parseFromString(await response.text(), 'text/html');
    const address = new URL(response.url);
    address.hash = new URL(href, location.href).hash;
    return document.getElementById('main') && { document, address };
  } catch (error) {
    if (!signal.aborted) console.warn(`${href} cannot be shown in place`, error);
    return null;
  }
}

/** Whether a page has no other scripts than this one. */
function isPlain(page: Document): boolean {
  return page.querySelector('script[src*="/chunks/"]') === null;
}

/** Leaves this document. */
function open(href: string, step: HistoryStep): Promise<boolean> {
  if (step === 'none') location.reload();
  else location.assign(href);
  return new Promise(() => undefined);
}

async function addStyles(page: Document): Promise<void> {
  const sheets = [...page.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')];
  const missing = sheets.filter(
    (sheet) =>
      !document.querySelector(`link[href="${CSS.escape(sheet.getAttribute('href') ?? '')}"]`),
  );
  const loaded = missing.map(
    (sheet) =>
      new Promise((resolve) => {
        sheet.addEventListener('load', resolve);
        sheet.addEventListener('error', resolve);
      }),
  );
  document.head.append(...missing);
  await Promise.all(loaded);
}

function takeStep(step: HistoryStep, { href }: URL, isSame: boolean): void {
  if (step === 'replace') history.replaceState(null, '', href);
  if (step !== 'push') return;
  if (!isSame) history.replaceState({ top: window.scrollY }, '');
  history.pushState(null, '', href);
}

function put(page: Document, isSame: boolean): void {
  document.title = page.title;
  const [main, next] = [document.getElementById('main'), page.getElementById('main')];
  if (!main || !next) return;
  putSyncBanner(page);
  if (isSame) {
    keepingFocus(() => {
      Idiomorph.morph(main, next, { morphStyle: 'outerHTML', callbacks: CALLBACKS });
    });
    return;
  }
  const nav = page.querySelector('header nav');
  if (nav) document.querySelector('header nav')?.replaceWith(nav);
  main.replaceChildren(...next.childNodes);
}

/** The banner of the same state stays, with what it says of the sync that runs. */
function putSyncBanner(page: Document): void {
  const [banner, next] = [document, page].map((each) =>
    each.querySelector<HTMLElement>('[data-catalog-state]'),
  );
  if (!banner || !next || banner.dataset.catalogState === next.dataset.catalogState) return;
  banner.replaceWith(next);
}

/** What is filled in the browser, and the box in which somebody types. */
function isOfTheBrowser(node: Node): boolean {
  if (!(node instanceof HTMLElement)) return false;
  return (
    node.dataset.own !== undefined ||
    (node === document.activeElement && node.matches('[type="search"]'))
  );
}

const CALLBACKS = {
  beforeNodeRemoved: (node: Node) => !isOfTheBrowser(node),
  beforeNodeMorphed: (old: Node, next: Node) => {
    if (isOfTheBrowser(old)) return false;
    if (!(old instanceof Element) || old.id !== 'results') return true;
    // Other rules are other rows, each as the page has it.
    old.replaceChildren(...next.childNodes);
    return false;
  },
  // What the reader has unfolded stays so.
  beforeAttributeUpdated: (name: string) => name !== 'open',
};

/** Keeps the focus on a filter, even if `change` puts it in another place. */
function keepingFocus(change: () => void): void {
  const { activeElement } = document;
  const field = activeElement instanceof HTMLInputElement ? activeElement : null;
  const selector =
    field && `input[name="${CSS.escape(field.name)}"][value="${CSS.escape(field.value)}"]`;
  change();
  if (!field || !selector || field.type !== 'checkbox') return;
  document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
}

function goToAnchor({ hash }: URL, isSame: boolean): void {
  const target = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
  if (target) target.scrollIntoView();
  else if (!isSame) window.scrollTo(0, 0);
}
