// `npm run licences`: the licence of each package that package-lock.json names, and whether it is one of ALLOWED.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const LOCK = new URL('../../package-lock.json', import.meta.url);

/**
 * The licences that a package may have. Those after the blank line ask for more than a notice: MPL and EPL for the
 * source of their own files, which the packages contain, and LGPL for a library that can be replaced, as that of sharp
 * can, which Next installs where it may and Watchfloor does not use.
 */
const ALLOWED = new Set([
  '0BSD',
  'AFL-2.1',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'OFL-1.1',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
  'WTFPL',

  'EPL-2.0',
  'LGPL-3.0-or-later',
  'MPL-2.0',
]);

/** The licences of packages that state theirs in a file alone, by name and version. */
const IN_A_FILE = new Map([['seq-queue@0.0.5', 'MIT']]);

/**
 * Every package of the lock file.
 * @returns {{ name: string, version: string, licence: string, isTool: boolean }[]} `isTool`: needed to develop only
 */
export function listLicences(lock = JSON.parse(readFileSync(LOCK, 'utf8'))) {
  return Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .map(([path, { version, license, dev = false }]) => {
      const name = path.replace(/^.*node_modules\//, '');
      const licence = license ?? IN_A_FILE.get(`${name}@${version}`) ?? 'none';
      return { name, version, licence, isTool: dev };
    });
}

/** Whether a licence, or what an SPDX expression offers or demands of several, is allowed. */
export function isAllowed(expression) {
  const text = expression.replace(/[()]/g, '');
  return text
    .split(/ OR /)
    .some((choice) => choice.split(/ AND /i).every((licence) => ALLOWED.has(licence)));
}

function print() {
  const packages = listLicences();
  const licences = [...new Set(packages.map(({ licence }) => licence))].sort();
  for (const licence of licences) {
    process.stdout.write(`${licence}${isAllowed(licence) ? '' : ' (not allowed)'}\n`);
    for (const { name, version, isTool } of packages.filter((one) => one.licence === licence)) {
      process.stdout.write(`  ${name} ${version}${isTool ? ' (development)' : ''}\n`);
    }
  }
  process.exitCode = licences.every(isAllowed) ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) print();
