import process from 'node:process';
import { CatalogUnavailable } from '@/lib/catalog/file/problem';
import { EnvironmentError, readEnvironment } from '@/lib/env';
import { isStoreError, storeFailure } from '@/lib/ingest/store-failure';
import { UsageError } from './arguments';

/** The exit codes that a command has in common with others. */
interface ExitCodes {
  readonly ok: number;
  readonly defect: number;
  readonly usage: number;
  readonly catalog: number;
}

/** Says on stderr why a command ends, with the next step if there is one, and returns its exit code. */
function reportFailure(error: unknown, exit: ExitCodes): number {
  if (error instanceof UsageError || error instanceof EnvironmentError) {
    process.stderr.write(`error: ${error.message}\nRun with --help for usage.\n`);
    return exit.usage;
  }
  if (error instanceof CatalogUnavailable) {
    const { what, next } = error.problem;
    process.stderr.write(`error: ${what}.\n${next}\n`);
    return exit.catalog;
  }
  if (isStoreError(error)) {
    const { message, next } = storeFailure(readEnvironment(process.env).database, error);
    process.stderr.write(`error: ${message}.\n${next}\n`);
    return exit.catalog;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
  return exit.defect;
}

/**
 * Runs a command that reads the catalog and ends the process with its exit code once stdout is written: the
 * catalog's connection would keep it alive. A reader that closes the pipe (`| head`) is not an error.
 */
export function runCatalogCommand(main: () => Promise<number>, exit: ExitCodes): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? exit.ok : exit.defect);
  });
  main()
    .catch((error: unknown) => reportFailure(error, exit))
    .then((code) => {
      process.stdout.write('', () => process.exit(code));
    });
}
