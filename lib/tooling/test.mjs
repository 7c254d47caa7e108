// `npm test`: every check, from a fresh clone. Uses no dependency, because none is installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './browser.mjs';
import { installIfNeeded } from './install.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);
const scratch = mkdtempSync(path.join(tmpdir(), 'watchfloor-test-'));

if (process.argv.includes('--help')) {
  process.stdout.write(
    'npm test: installs what is missing, then checks format, lint, imports, unused code and types, and runs unit tests, build and end-to-end tests.\n',
  );
  process.exit(0);
}

const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed, to be named again at the end of a long output. */
const failures = [];

function step(name, command, args, env = {}) {
  const started = Date.now();
  process.stdout.write(`\n── ${name}\n`);
  const { status, error } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (error) process.stdout.write(`${name}: ${error.message}\n`);
  const ok = status === 0;
  if (!ok) failures.push(name);
  process.stdout.write(
    `── ${name}: ${ok ? 'passed' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`,
  );
  return ok;
}

function count(ok) {
  total[ok ? 'passed' : 'failed']++;
  return ok;
}

/** Adds a test runner's own counts. A runner that leaves no report counts as one failure. */
function countReport(ok, file, read) {
  if (!existsSync(file)) return count(false);
  const counts = read(JSON.parse(readFileSync(file, 'utf8')));
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  for (const name of counts.names) failures.push(name);
  if (!ok && counts.failed === 0) total.failed++;
  return ok;
}

const firstLine = (text = '') => text.split('\n', 1)[0];

/** The names of the end-to-end tests of a suite that failed. */
function failedSpecs({ specs, suites = [] }) {
  return [
    ...specs.filter(({ ok }) => !ok).map(({ file, title }) => `e2e/${file}: ${title}`),
    ...suites.flatMap(failedSpecs),
  ];
}

const bin = (name) => path.join('node_modules', '.bin', name);

const installed = installIfNeeded({ dev: true });
count(installed);
if (installed) {
  count(step('client', process.execPath, ['lib/tooling/generate.mjs']));
  count(step('format', bin('biome'), ['format', '.']));
  count(step('lint', bin('biome'), ['lint', '--error-on-warnings', '.']));
  count(step('imports', bin('depcruise'), ['.', '--output-type', 'err-long']));
  count(step('unused', bin('knip'), []));
  count(step('route types', bin('next'), ['typegen']));
  count(step('types', bin('tsc'), ['--noEmit']));
  const unitReport = path.join(scratch, 'unit.json');
  const unit = step('unit', bin('vitest'), [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${unitReport}`,
  ]);
  countReport(unit, unitReport, (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    names: report.testResults
      .filter(({ status }) => status === 'failed')
      .flatMap(({ name, message, assertionResults }) => {
        const file = path.relative(root, name);
        const failed = assertionResults.filter(({ status }) => status === 'failed');
        return failed.length > 0
          ? failed.map((test) => `${file}: ${test.fullName}: ${firstLine(test.failureMessages[0])}`)
          : [`${file}: ${firstLine(message)}`];
      }),
  }));
  if (count(step('build', process.execPath, ['lib/tooling/build.mjs']))) {
    const browser = findBrowser();
    if (browser.found) {
      const e2eReport = path.join(scratch, 'e2e.json');
      const e2e = step('end-to-end', bin('playwright'), ['test', '--reporter=list,json'], {
        PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport,
        CHROMIUM_PATH: browser.path ?? '',
      });
      countReport(e2e, e2eReport, ({ stats, suites }) => ({
        passed: stats.expected + stats.flaky,
        failed: stats.unexpected,
        skipped: stats.skipped,
        names: suites.flatMap(failedSpecs),
      }));
    } else if (process.env.CI) {
      process.stdout.write(`end-to-end: ${browser.reason}\n`);
      count(false);
    } else {
      process.stdout.write(`end-to-end skipped: ${browser.reason}\n`);
      total.skipped++;
    }
  }
}

rmSync(scratch, { recursive: true, force: true });
if (total.skipped > 0)
  process.stdout.write(`\n${total.skipped} skipped, each with its reason above\n`);
if (failures.length > 0) process.stdout.write(`\nfailed:\n  ${failures.join('\n  ')}\n`);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 ? 0 : 1);
