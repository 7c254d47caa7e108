import Link from 'next/link';
import { TechniqueTable } from '@/components/coverage/technique-table';
import '@/components/coverage/shades.css';
import '@/components/coverage/technique.css';
import { countOf } from '@/components/ui/count';
import { Empty } from '@/components/ui/empty';
import { getLastSync } from '@/lib/catalog/last-sync';
import { listTechniques } from '@/lib/catalog/techniques';

export const metadata = {
  title: 'Techniques',
  description: 'MITRE ATT&CK techniques with the number of their rules, queries and proofs.',
};

export default async function TechniquesPage({ searchParams }: PageProps<'/techniques'>) {
  const params = await searchParams;
  const q = one(params.q).slice(0, 100).trim();
  const tactic = one(params.tactic) || null;
  const gaps = one(params.gaps) !== '';
  const [list, sync] = await Promise.all([listTechniques({ q, tactic, gaps }), getLastSync()]);
  const { techniques, revoked, tactics, total } = list;

  return (
    <div className="page techniques space-y-4 pt-4 pb-8">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h1 className="font-semibold text-xl">Techniques</h1>
        <p className="text-muted text-sm">
          ATT&amp;CK <span className="num">{sync?.attackVersion ?? 'of unknown version'}</span> ·{' '}
          {countOf(total, 'technique')}
        </p>
      </div>
      <search>
        <form action="/techniques" className="flex flex-wrap items-center gap-2">
          <input
            type="search"
            name="q"
            defaultValue={q}
            aria-label="Search techniques"
            placeholder="T1059, or words of a name"
            className="field min-w-0 flex-1 basis-60"
          />
          <select
            name="tactic"
            defaultValue={tactic ?? ''}
            aria-label="Tactic"
            className="field basis-48"
          >
            <option value="">All tactics</option>
            {tactics.map(({ shortName, name }) => (
              <option key={shortName} value={shortName}>
                {name}
              </option>
            ))}
          </select>
          <label className="flex items-center gap-2 text-sm">
            <input type="checkbox" name="gaps" value="1" defaultChecked={gaps} />
            Without a rule
          </label>
          <button type="submit" className="button h-8">
            Search
          </button>
        </form>
      </search>
      <p className="text-muted text-sm" role="status">
        {countOf(techniques.length, 'technique')}
        {q || tactic || gaps ? (
          <>
            {' '}
            ·{' '}
            <Link href="/techniques" prefetch={false}>
              Show all
            </Link>
          </>
        ) : null}
      </p>
      {revoked.length > 0 ? (
        <ul className="note note-warning text-sm">
          {revoked.map(({ id, name, successorId }) => (
            <li key={id}>
              <Link href={`/techniques/${id}`} prefetch={false}>
                <code className="text-xs">{id}</code> {name}
              </Link>{' '}
              {successorId ? (
                <>
                  was revoked for{' '}
                  <Link href={`/techniques/${successorId}`} prefetch={false}>
                    <code className="text-xs">{successorId}</code>
                  </Link>
                </>
              ) : (
                'is deprecated, without a successor'
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {techniques.length > 0 ? (
        <TechniqueTable techniques={techniques} tactics={tactics} />
      ) : (
        <Empty title="No technique is called that">
          <p>
            Try fewer words, an id such as <code>T1059</code>, or{' '}
            <Link href="/techniques" prefetch={false}>
              all techniques
            </Link>
            .
          </p>
        </Empty>
      )}
    </div>
  );
}

function one(value: string | string[] | undefined): string {
  return (typeof value === 'string' ? value : value?.[0]) ?? '';
}
