import { reportProblem, type Watch } from './watch';

// A server of PostgreSQL may restart, and another instance may migrate the catalog. A look asks the server, so it
// goes on beside the requests, which use what the last one found.

/** What is known of a catalog in a PostgreSQL database. */
export interface ServerWatch extends Watch {
  looking: Promise<void> | null;
}

/** Begins to watch the server of a database. */
export function beginServerWatch(common: Watch): ServerWatch {
  return { ...common, looking: null };
}

/** Looks at the server, unless a look is under way. */
export function lookAtServer(watch: ServerWatch): Promise<void> {
  watch.looking ??= look(watch).finally(() => {
    watch.looking = null;
  });
  return watch.looking;
}

async function look(watch: ServerWatch): Promise<void> {
  watch.failed = false;
  const former = watch.problem;
  watch.problem = await watch.database.inspect();
  reportProblem(watch, former);
}
