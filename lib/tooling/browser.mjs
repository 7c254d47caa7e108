import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

function playwrightBrowser() {
  const { chromium } = createRequire(import.meta.url)('@playwright/test');
  return existsSync(chromium.executablePath());
}

/**
 * Finds a Chromium for the end-to-end tests: Playwright's own, or the system's. Without either, installs
 * one: Playwright's download or, as root on Debian, the system package.
 * @returns {{ found: true, path: string | null } | { found: false, reason: string }} path is null for Playwright's own
 */
export function findBrowser() {
  if (process.env.CHROMIUM_PATH) return { found: true, path: process.env.CHROMIUM_PATH };
  if (playwrightBrowser()) return { found: true, path: null };
  const system = () => SYSTEM.find((file) => existsSync(file));
  const present = system();
  if (present) return { found: true, path: present };

  process.stdout.write('\n── browser: none found, installing one\n');
  spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit', timeout: 300_000 });
  if (playwrightBrowser()) return { found: true, path: null };
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    spawnSync('apt-get', ['update'], { stdio: 'ignore', timeout: 300_000 });
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
      stdio: 'ignore',
      timeout: 600_000,
    });
    const installed = system();
    if (installed) return { found: true, path: installed };
  }
  return {
    found: false,
    reason:
      'no Chromium found, and installing one failed; install one or set CHROMIUM_PATH, then run npm test again',
  };
}
