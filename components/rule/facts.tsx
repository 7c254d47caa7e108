import Link from 'next/link';
import type { ReactNode } from 'react';
import { Time } from '@/components/ui/time';
import { licenceOf } from '@/lib/catalog/licence';
import type { RuleDetail } from '@/lib/catalog/rule';
import { Confidence } from './confidence';
import { choiceHref, type QueryChoice } from './query-choice';

const SHOWN_VERSIONS = 5;

/** What the rule is, beside what it does. */
export function Facts({
  rule,
  choice,
  now,
}: {
  rule: RuleDetail;
  choice: QueryChoice | null;
  now: Date;
}) {
  const { logsource, references } = rule.document;
  const links = references.filter((reference) => /^https?:\/\/\S+$/.test(reference));
  const texts = references.filter((reference) => !links.includes(reference));
  const tables = [
    ...new Set(rule.translations.flatMap((translation) => translation.tables)),
  ].sort();
  const page = `/rules/${encodeURIComponent(rule.id)}`;
  return (
    <aside aria-label="Facts" className="space-y-6">
      <dl className="facts">
        <Fact name="Author">{rule.author ?? 'not stated'}</Fact>
        <Fact name="Licence">
          <Licence license={rule.license} />
        </Fact>
        <Fact name="Status">{rule.status ?? 'not stated'}</Fact>
        <Fact name="Written">{rule.date ?? 'not stated'}</Fact>
        <Fact name="Modified">{rule.modified ?? 'never'}</Fact>
        <Fact name="First seen">
          <Time at={rule.firstSeenAt} now={now} />
        </Fact>
        <Fact name="Log source">{logSourceName(logsource)}</Fact>
        {logsource?.definition ? <Fact name="Data needed">{logsource.definition}</Fact> : null}
        <Fact name="Tables">
          {tables.length > 0
            ? tables.map((table) => (
                <code key={table} className="block text-xs leading-5">
                  {table}
                </code>
              ))
            : 'none'}
        </Fact>
        <Fact name="Collection">{rule.collection}</Fact>
        <Fact name="Id">
          <code className="text-2xs">{rule.id}</code>
        </Fact>
      </dl>
      {rule.enrichment ? <Confidence enrichment={rule.enrichment} /> : null}
      <section aria-labelledby="downloads">
        <h2 id="downloads" className="aside-title">
          Download
        </h2>
        <ul className="space-y-1 text-sm">
          {choice && choice.variant.kql !== null ? (
            <li>
              <a
                download={`${rule.id}.kql`}
                href={choiceHref(
                  rule.id,
                  choice.translation.target,
                  choice.primary ? null : choice.variant.table,
                  '/query',
                )}
              >
                Query with attribution (.kql)
              </a>
            </li>
          ) : null}
          <li>
            <a download={`${rule.id}.yml`} href={`${page}/sigma`}>
              Sigma rule (.yml)
            </a>
          </li>
        </ul>
      </section>
      {references.length > 0 ? (
        <section aria-labelledby="references">
          <h2 id="references" className="aside-title">
            References
          </h2>
          <ul className="space-y-1 text-sm">
            {links.map((url) => (
              <li key={url} className="break-all">
                <a href={url} rel="noreferrer">
                  {url.replace(/^https?:\/\/(www\.)?/, '')}
                </a>
              </li>
            ))}
            {texts.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {rule.related.length > 0 ? (
        <section aria-labelledby="related">
          <h2 id="related" className="aside-title">
            Related rules
          </h2>
          <ul className="space-y-1 text-sm">
            {rule.related.map(({ id, type, title }) => (
              <li key={`${id} ${type}`}>
                {title === null ? (
                  <code className="text-2xs">{id}</code>
                ) : (
                  <Link href={`/rules/${encodeURIComponent(id)}`} prefetch={false}>
                    {title}
                  </Link>
                )}{' '}
                <span className="text-faint">{title === null ? `${type}, not here` : type}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section aria-labelledby="history">
        <h2 id="history" className="aside-title">
          History
        </h2>
        <ul className="space-y-1 text-sm">
          {rule.versions.slice(0, SHOWN_VERSIONS).map(({ id, change, seenAt, commit }) => (
            <li key={id}>
              <Link href={`${page}/history#v${id}`} prefetch={false}>
                {change}
              </Link>{' '}
              <span className="text-muted">
                <Time at={seenAt} now={now} />
              </span>
              {commit ? <code className="text-2xs text-faint"> {commit.slice(0, 7)}</code> : null}
            </li>
          ))}
        </ul>
      </section>
    </aside>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Licence({ license }: { license: string | null }) {
  const { name, url } = licenceOf(license);
  if (url === null) return name;
  return (
    <a href={url} rel="noreferrer">
      {name}
    </a>
  );
}

function logSourceName(logsource: RuleDetail['document']['logsource']): string {
  if (!logsource) return 'that of the rules it correlates';
  const { product, category, service } = logsource;
  return [product, category, service].filter((part) => part !== null).join(' / ');
}
