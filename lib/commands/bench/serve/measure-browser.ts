import { existsSync } from 'node:fs';
import process from 'node:process';
import type { Browser } from '@playwright/test';
import { largest } from '@/lib/long-lists';
import { type Cell, figure, type Table, within } from '@/lib/tooling/figures/report';
import { median } from '@/lib/tooling/figures/spread';
import { addressesOf, type Kind } from './pages';

const VISITS = 5;
const SETTLED_MS = 500;
const VISITED: readonly Kind[] = [
  'feed',
  'filtered feed',
  'search',
  'rule',
  'technique',
  'coverage',
];

/** What web.dev calls good. */
const GOOD = { paint: within(2500), shift: within(0.1), delay: within(200) };
const TITLE = 'In Chromium';

interface Visit {
  readonly firstByte: number;
  readonly paint: number;
  readonly shift: number;
  readonly delay: number;
}

/** What a reader at this machine sees of each kind of page. Says why if there is no Chromium. */
export async function measureBrowser(databaseFile: string, port: number): Promise<Table[]> {
  const opened = await openChromium();
  if (typeof opened === 'string') {
    return [{ title: TITLE, columns: ['page'], rows: [[`not measured: ${opened}`]] }];
  }
  try {
    const kinds = addressesOf(databaseFile, 1);
    const rows: Cell[][] = [];
    for (const kind of VISITED) {
      const [path] = kinds.get(kind) ?? [];
      if (path) rows.push([kind, ...(await visitAgain(opened, `http://127.0.0.1:${port}${path}`))]);
    }
    return [tableOf(rows, opened.version())];
  } finally {
    await opened.close();
  }
}

/** Chromium, or why there is none. */
async function openChromium(): Promise<Browser | string> {
  const playwright = await import('@playwright/test').catch(() => null);
  if (!playwright) return '@playwright/test is not installed';
  const { chromium } = playwright;
  const executablePath = process.env.CHROMIUM_PATH || chromium.executablePath();
  if (!existsSync(executablePath)) {
    return 'CHROMIUM_PATH names no Chromium, and Playwright’s own is not installed';
  }
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args });
}

async function visitAgain(browser: Browser, address: string): Promise<Cell[]> {
  const visits: Visit[] = [];
  // The first makes the page and starts the browser's processes.
  for (let at = 0; at <= VISITS; at++) {
    const visit = await visitOnce(browser, address);
    if (at > 0) visits.push(visit);
  }
  const of = (name: keyof Visit) => visits.map((visit) => visit[name]);
  return [
    figure(median(of('firstByte')), 'ms'),
    figure(median(of('paint')), 'ms', GOOD.paint),
    figure(largest(of('shift'), 0), '', GOOD.shift),
    figure(largest(of('delay'), 0), 'ms', GOOD.delay),
  ];
}

async function visitOnce(browser: Browser, address: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(OBSERVE);
    await page.goto(address, { waitUntil: 'load' });
    await page.waitForTimeout(SETTLED_MS);
    // The list of keys opens and closes, then the search box takes letters, where the page has one.
    for (const key of ['?', 'Escape', 'Tab', '/']) await page.keyboard.press(key);
    await page.keyboard.type('power', { delay: 50 });
    await page.waitForTimeout(SETTLED_MS);
    return await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation');
      const { responseStart, requestStart } = navigation as PerformanceNavigationTiming;
      if (!window.watchfloorSeen) throw new Error('the page was not observed');
      return { ...window.watchfloorSeen, firstByte: responseStart - requestStart };
    });
  } finally {
    await context.close();
  }
}

declare global {
  interface Window {
    watchfloorSeen?: { paint: number; shift: number; delay: number };
  }
}

/**
 * Runs in the page: keeps the last largest paint, the sum of layout shifts and the longest interaction. A text,
 * because a compiled function may call helpers that the page does not have.
 */
const OBSERVE = `{
  const seen = { paint: NaN, shift: 0, delay: 0 };
  const each = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
      type, buffered: true, durationThreshold: 16,
    });
  each('largest-contentful-paint', ({ startTime }) => { seen.paint = startTime; });
  each('layout-shift', ({ value, hadRecentInput }) => { if (!hadRecentInput) seen.shift += value; });
  each('event', ({ interactionId, duration }) => {
    if (interactionId > 0) seen.delay = Math.max(seen.delay, duration);
  });
  window.watchfloorSeen = seen;
}`;

const tableOf = (rows: Cell[][], version: string): Table => ({
  title: TITLE,
  columns: ['page', 'first byte', 'largest contentful paint', 'layout shift', 'interaction delay'],
  rows,
  notes: [
    `Chromium ${version}, 1440 × 900, ${VISITS} visits with an empty cache to a page that is warm, over the loopback and with the processor as it is: the median of times, the worst of shifts and delays. An interaction is a press of a key, from the press to the next frame: the list of keys opens and closes, and a word is typed into the search box. Chromium rounds it to 8 ms and reports none under 16 ms, which is 0 here. The targets are what web.dev calls good.`,
  ],
});
