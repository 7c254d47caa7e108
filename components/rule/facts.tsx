import Link from 'next/link';
import type { ReactNode } from 'react';
import { AsideSection } from '@/components/ui/aside-section';
import { Time } from '@/components/ui/time';
import type { Licence } from '@/lib/catalog/licence';
import type { RuleDetail } from '@/lib/catalog/rule';
import { Confidence } from './confidence';
import { choiceHref, type QueryChoice } from './query-choice';

const SHOWN_VERSIONS = 5;

/** Beside a rule: its metadata, confidence, downloads, references, related rules and history. */
export function Facts({
  rule,
  choice,
  licence,
  confidenceMeaning,
  now,
}: {
  rule: RuleDetail;
  choice: QueryChoice | null;
  licence: Licence;
  confidenceMeaning: string;
  now: Date;
}) {
  return (
    <aside aria-label="Facts" className="space-y-6">
      <Metadata rule={rule} licence={licence} now={now} />
      {rule.enrichment ? (
        <Confidence enrichment={rule.enrichment} meaning={confidenceMeaning} />
      ) : null}
      <Downloads ruleId={rule.id} choice={choice} />
      <References references={rule.document.references} />
      <RelatedRules related={rule.related} />
      <History ruleId={rule.id} versions={rule.versions} now={now} />
    </aside>
  );
}

function Metadata({ rule, licence, now }: { rule: RuleDetail; licence: Licence; now: Date }) {
  const { logsource } = rule.document;
  const tables = [
    ...new Set(rule.translations.flatMap((translation) => translation.tables)),
  ].sort();
  return (
    <dl className="facts">
      <Fact name="Author">{rule.author ?? 'not stated'}</Fact>
      <Fact name="Licence">
        {licence.url === null ? (
          licence.name
        ) : (
          <a href={licence.url} rel="noreferrer">
            {licence.name}
          </a>
        )}
      </Fact>
      <Fact name="Status">{rule.status ?? 'not stated'}</Fact>
      <Fact name="Created">{rule.date ?? 'not stated'}</Fact>
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
      <Fact name="ID">
        <code className="text-2xs">{rule.id}</code>
      </Fact>
    </dl>
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

function logSourceName(logsource: RuleDetail['document']['logsource']): string {
  if (!logsource) return 'the log source of each rule it refers to';
  const { product, category, service } = logsource;
  return [product, category, service].filter((part) => part !== null).join(' / ');
}

function Downloads({ ruleId, choice }: { ruleId: string; choice: QueryChoice | null }) {
  return (
    <AsideSection id="downloads" title="Download">
      <ul className="space-y-1 text-sm">
        {choice && choice.variant.kql !== null ? (
          <li>
            <a
              download={`${ruleId}.kql`}
              href={choiceHref(
                ruleId,
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
          <a download={`${ruleId}.yml`} href={`/rules/${encodeURIComponent(ruleId)}/sigma`}>
            Sigma rule (.yml)
          </a>
        </li>
      </ul>
    </AsideSection>
  );
}

/** Addresses as links, followed by what the author cites in words. */
function References({ references }: { references: readonly string[] }) {
  if (references.length === 0) return null;
  const links = references.filter((reference) => /^https?:\/\/\S+$/.test(reference));
  const texts = references.filter((reference) => !links.includes(reference));
  return (
    <AsideSection id="references" title="References">
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
    </AsideSection>
  );
}

function RelatedRules({ related }: { related: RuleDetail['related'] }) {
  if (related.length === 0) return null;
  return (
    <AsideSection id="related" title="Related rules">
      <ul className="space-y-1 text-sm">
        {related.map(({ id, type, title }) => (
          <li key={`${id} ${type}`}>
            {title === null ? (
              <code className="text-2xs">{id}</code>
            ) : (
              <Link href={`/rules/${encodeURIComponent(id)}`} prefetch={false}>
                {title}
              </Link>
            )}{' '}
            <span className="text-faint">
              {title === null ? `${type}, not in this catalog` : type}
            </span>
          </li>
        ))}
      </ul>
    </AsideSection>
  );
}

function History({
  ruleId,
  versions,
  now,
}: {
  ruleId: string;
  versions: RuleDetail['versions'];
  now: Date;
}) {
  return (
    <AsideSection id="history" title="History">
      <ul className="space-y-1 text-sm">
        {versions.slice(0, SHOWN_VERSIONS).map(({ id, change, seenAt, commit }) => (
          <li key={id}>
            <Link href={`/rules/${encodeURIComponent(ruleId)}/history#v${id}`} prefetch={false}>
              {change}
            </Link>{' '}
            <span className="text-muted">
              <Time at={seenAt} now={now} />
            </span>
            {commit ? <code className="text-2xs text-faint"> {commit.slice(0, 7)}</code> : null}
          </li>
        ))}
      </ul>
    </AsideSection>
  );
}
