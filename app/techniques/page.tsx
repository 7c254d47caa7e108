import { choiceOf } from '@/app/saved-tables';
import { firstOf } from '@/app/search-params';
import { RevokedMatches } from '@/components/coverage/revoked-matches';
import { TechniqueSearch } from '@/components/coverage/technique-search';
import { TechniqueTable } from '@/components/coverage/technique-table';
import '@/components/coverage/shades.css';
import '@/components/coverage/technique.css';
import { EnvironmentSwitch } from '@/components/environment/switch';
import { countOf, formatCount } from '@/components/ui/count';
import { Empty } from '@/components/ui/empty';
import { getLastSync } from '@/lib/catalog/last-sync';
import { listTechniques } from '@/lib/catalog/techniques';
import { parseOwnTables, printOwnTablesOrAll } from '@/lib/own-tables/own-tables';

export const metadata = {
  title: 'Techniques',
  description:
    'MITRE ATT&CK techniques with the number of rules, queries and proven rules for each.',
};

export default async function TechniquesPage({ searchParams }: PageProps<'/techniques'>) {
  const params = await searchParams;
  const q = firstOf(params.q).slice(0, 100).trim();
  const tactic = firstOf(params.tactic) || null;
  const gaps = firstOf(params.gaps) !== '';
  const env = parseOwnTables(firstOf(params.env));
  const [list, sync, choice] = await Promise.all([
    listTechniques({ q, tactic, gaps, env }),
    getLastSync(),
    choiceOf(env),
  ]);
  const envText = firstOf(params.env) && printOwnTablesOrAll(env);
  const showAll = envText ? `/techniques?env=${envText}` : '/techniques';
  const { techniques, revoked, tactics, total } = list;

  return (
    <div className="page space-y-4 pt-4 pb-8">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h1 className="font-semibold text-xl">Techniques</h1>
        <p className="text-muted text-sm">
          ATT&amp;CK <span className="num">{sync?.attackVersion ?? '(unknown version)'}</span>
        </p>
      </div>
      <EnvironmentSwitch choice={choice} hrefOfAll="/techniques">
        counts are of the rules that run with them
      </EnvironmentSwitch>
      <TechniqueSearch q={q} tactic={tactic} gaps={gaps} tactics={tactics} env={envText} />
      <p className="text-muted text-sm" role="status">
        {techniques.length === total
          ? countOf(total, 'technique')
          : `${formatCount(techniques.length)} of ${countOf(total, 'technique')}`}
        {q || tactic || gaps ? (
          <>
            {' '}
            · <a href={showAll}>Show all</a>
          </>
        ) : null}
      </p>
      <RevokedMatches revoked={revoked} />
      {techniques.length > 0 ? (
        <TechniqueTable techniques={techniques} tactics={tactics} />
      ) : (
        <NoTechniques />
      )}
    </div>
  );
}

function NoTechniques() {
  return (
    <Empty title="No technique matches your search">
      <p>
        Try fewer words or an ID such as <code>T1059</code>, or{' '}
        <a href="/techniques">show all techniques</a>.
      </p>
    </Empty>
  );
}
