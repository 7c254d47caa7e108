import { choiceOf, savedTables } from '@/app/saved-tables';
import { firstOf } from '@/app/search-params';
import { NamesRead } from '@/components/environment/names-read';
import { OwnTablesForm } from '@/components/environment/own-tables-form';
import { EnvironmentSwitch } from '@/components/environment/switch';
import { TableQuery } from '@/components/environment/table-query';
import { Unlocks } from '@/components/environment/unlocks';
import { WhatRuns } from '@/components/environment/what-runs';
import { EmptyCatalog } from '@/components/feed/empty-catalog';
import { countOf } from '@/components/ui/count';
import {
  type Environment,
  type EnvironmentForm,
  getEnvironment,
  getEnvironmentForm,
} from '@/lib/catalog/environment';
import { getLastSync } from '@/lib/catalog/last-sync';
import { proofMeanings } from '@/lib/glossary';
import { parseOwnTables } from '@/lib/own-tables/own-tables';

export const metadata = {
  title: 'What can I run?',
  description: 'The rules that run with the tables that you have, and what more tables would add.',
};

/** `?env=<tables>` shows what runs with them; without it, what runs with the saved ones. */
export default async function EnvironmentPage({ searchParams }: PageProps<'/environment'>) {
  const params = await searchParams;
  const named = parseOwnTables(firstOf(params.env));
  const saved = params.env === undefined ? await savedTables() : null;
  const own = named ?? saved?.own ?? null;
  const [form, environment, choice, sync] = await Promise.all([
    getEnvironmentForm(),
    own && getEnvironment(own),
    choiceOf(named ?? (saved?.on ? saved.own : null)),
    getLastSync(),
  ]);
  if (!sync) return <EmptyCatalog />;
  const lists = (
    <OwnTablesForm
      key={firstOf(params.env)}
      texts={{
        sentinel: own?.sentinel.join('\n') ?? '',
        defender: own?.defender.join('\n') ?? '',
      }}
      needed={form.needed}
      queries={queriesOf(form)}
    />
  );
  return (
    <div className="page pt-4 pb-8">
      <h1 className="mb-1 font-semibold text-xl">What can I run?</h1>
      {environment ? null : <Introduction />}
      <EnvironmentSwitch choice={choice} hrefOfAll="/environment" />
      <Mistakes
        unread={firstOf(params.unread)}
        cut={firstOf(params.cut)}
        empty={params.env === 'none'}
      />
      {environment ? (
        <>
          <div className="own-change">
            <details>
              <summary className="link text-sm">Change the tables</summary>
              <div className="pt-2 pb-4">
                <Introduction />
                {lists}
              </div>
            </details>
            {choice.saved ? <Forget /> : null}
          </div>
          <Result environment={environment} />
        </>
      ) : (
        <>
          {lists}
          {choice.saved ? <Forget /> : null}
        </>
      )}
    </div>
  );
}

function Result({ environment }: { environment: Environment }) {
  return (
    <div className="own-results">
      <div className="min-w-0">
        <WhatRuns environment={environment} meanings={proofMeanings()} />
        <NamesRead environment={environment} />
      </div>
      <div className="min-w-0">
        <Unlocks environment={environment} />
      </div>
    </div>
  );
}

function Forget() {
  return (
    <form action="/api/my-tables?forget" method="post">
      <button type="submit" className="button" data-kind="quiet">
        Forget my tables
      </button>
    </form>
  );
}

function Introduction() {
  return (
    <p className="mb-3 max-w-3xl text-muted">
      Give the tables that you have, and see which rules run now and which tables would add more.
      Your browser reads the list and keeps the names, in a cookie and in the address of the result;
      this server stores and logs none of them.{' '}
      <span className="without-script">
        Without JavaScript, the server reads the text and forgets it.
      </span>
    </p>
  );
}

function queriesOf({ queries }: EnvironmentForm) {
  return {
    sentinel: (
      <>
        <TableQuery kql={queries.sentinel} about="for the Logs page of Sentinel">
          Run this in <i>Logs</i>, and paste the result below.
        </TableQuery>
        <details className="mb-2">
          <summary className="link text-sm">You may not read Usage?</summary>
          <TableQuery kql={queries.sentinelUnion} about="for Sentinel, without Usage">
            This reads a day of every table, which takes longer.
          </TableQuery>
        </details>
      </>
    ),
    defender: (
      <TableQuery kql={queries.defender} about="for advanced hunting">
        Run this in <i>Advanced hunting</i>, and paste the result below.
      </TableQuery>
    ),
  };
}

/** What of a pasted text was not read, where the server had to read it. */
function Mistakes({ unread, cut, empty }: { unread: string; cut: string; empty: boolean }) {
  const parts = Number.parseInt(unread, 10) || 0;
  const left = Number.parseInt(cut, 10) || 0;
  if (!empty && parts === 0 && left === 0) return null;
  return (
    <div className="note note-warning mb-3 text-sm" role="status">
      {empty ? <p>The text has no name of a table.</p> : null}
      {parts > 0 ? (
        <p>{countOf(parts, 'part')} of the text could not be read as the name of a table.</p>
      ) : null}
      {left > 0 ? <p>{countOf(left, 'name')} did not fit, and was left out.</p> : null}
    </div>
  );
}
