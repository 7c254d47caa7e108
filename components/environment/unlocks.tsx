import { countOf, formatCount } from '@/components/ui/count';
import { ExternalLink } from '@/components/ui/external-link';
import { Section } from '@/components/ui/section';
import type { Environment } from '@/lib/catalog/environment';
import type { Service } from '@/lib/catalog/environment-report';
import type { OwnTables } from '@/lib/own-tables/own-tables';
import { environmentHref } from './switch';

const SHOWN = 12;

const SERVICE_NAME = {
  sentinel: 'Sentinel',
  defender: 'Defender XDR',
} as const satisfies Record<Service, string>;

const COSTS = ['cheap', 'moderate', 'heavy'] as const;

/** Which table or connector unlocks how many rules more, the largest gain first. */
export function Unlocks({ environment }: { environment: Environment }) {
  const { unlocks, together, own, withoutQuery } = environment;
  const rest = unlocks.slice(SHOWN);
  return (
    <Section id="unlocks" title="What would unlock more">
      {unlocks.length > 0 ? (
        <p className="mb-2 max-w-prose text-muted text-sm">
          The rules that each table alone would add. Tables can add the same rules, so try one and
          the others change.
        </p>
      ) : (
        <p className="text-muted">No table alone would add a rule.</p>
      )}
      <UnlockTable
        caption="Tables by the rules that they add"
        unlocks={unlocks.slice(0, SHOWN)}
        own={own}
      />
      {rest.length > 0 ? (
        <details className="mt-2">
          <summary className="link text-sm">{countOf(rest.length, 'more table')}</summary>
          <UnlockTable caption="More tables by the rules that they add" unlocks={rest} own={own} />
        </details>
      ) : null}
      {together.length > 0 ? (
        <details className="mt-2">
          <summary className="link text-sm">
            {countOf(
              together.reduce((sum, { rules }) => sum + rules, 0),
              'rule',
            )}{' '}
            that need several tables at once
          </summary>
          <ul className="mt-1 space-y-1 text-sm">
            {together.map(({ service, tables, rules }) => (
              <li key={`${service} ${tables.join()}`}>
                <span className="num">{formatCount(rules)}</span>{' '}
                <a href={environmentHref(plus(own, service, tables))}>{tables.join(' and ')}</a>{' '}
                <span className="text-faint text-xs">{SERVICE_NAME[service]}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {withoutQuery > 0 ? (
        <p className="mt-2 text-faint text-xs">
          {countOf(withoutQuery, 'rule')} in the feed {withoutQuery === 1 ? 'has' : 'have'} no query
          for any table.
        </p>
      ) : null}
    </Section>
  );
}

function UnlockTable({
  caption,
  unlocks,
  own,
}: {
  caption: string;
  unlocks: Environment['unlocks'];
  own: OwnTables;
}) {
  if (unlocks.length === 0) return null;
  return (
    <div className="own-scroll">
      <table className="table own-table">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Table, and what fills it</th>
            <th scope="col" className="num">
              Rules
            </th>
            <th scope="col" className="num">
              High, critical
            </th>
            <th scope="col" className="num">
              New techniques
            </th>
            <th scope="col">Cost of the queries</th>
          </tr>
        </thead>
        <tbody>
          {unlocks.map((unlock) => (
            <UnlockRow key={`${unlock.service} ${unlock.table}`} unlock={unlock} own={own} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function UnlockRow({ unlock, own }: { unlock: Environment['unlocks'][number]; own: OwnTables }) {
  const { service, table, rules, grave, techniques, costs, connector } = unlock;
  const shares = COSTS.flatMap((cost) => {
    const share = Math.round(((costs.get(cost) ?? 0) / rules) * 100);
    return share > 0 ? [`${share}% ${cost}`] : [];
  });
  return (
    <tr>
      <th scope="row">
        <a
          href={environmentHref(plus(own, service, [table]))}
          className="font-mono text-xs"
          aria-label={`Try ${table} in ${SERVICE_NAME[service]}`}
        >
          {table}
        </a>{' '}
        <span className="text-faint text-xs">{SERVICE_NAME[service]}</span>
        {connector ? (
          <span className="block text-xs">
            <ExternalLink href={connector.source}>{connector.name}</ExternalLink>
          </span>
        ) : null}
      </th>
      <td className="num">+{formatCount(rules)}</td>
      <td className="num">{formatCount(grave)}</td>
      <td className="num">{formatCount(techniques)}</td>
      <td className="text-muted text-xs">{shares.join(', ')}</td>
    </tr>
  );
}

function plus(own: OwnTables, service: Service, tables: readonly string[]): OwnTables {
  return { ...own, [service]: [...own[service], ...tables] };
}
