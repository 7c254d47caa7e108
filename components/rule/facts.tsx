import Link from 'next/link';
import type { ReactNode } from 'react';
import { AsideSection } from '@/components/ui/aside-section';
import { countOf } from '@/components/ui/count';
import { ExternalLink } from '@/components/ui/external-link';
import { StrangerLink } from '@/components/ui/stranger-link';
import { StrangerText } from '@/components/ui/stranger-text';
import { Time } from '@/components/ui/time';
import type { Licence } from '@/lib/catalog/licence';
import { hrefOfChoice, type QueryChoice } from '@/lib/catalog/query-choice';
import type { RuleDetail } from '@/lib/catalog/rule';
import { fileName } from '@/lib/text/file-name';
import { LIST_LIMIT } from '@/lib/text/limits';
import { readWebAddress } from '@/lib/text/web-address';
import { CompareLink } from './compare-link';
import { Confidence } from './confidence';
import { logSourceName } from './log-source-name';

const SHOWN_VERSIONS = 5;

/** About a rule: its metadata, confidence, downloads, references, related rules and history. */
export function Facts({
  rule,
  choice,
  licence,
  confidenceMeaning,
}: {
  rule: RuleDetail;
  choice: QueryChoice | null;
  licence: Licence;
  confidenceMeaning: string;
}) {
  return (
    <div className="rule-facts">
      <Metadata rule={rule} licence={licence} />
      {rule.enrichment ? (
        <Confidence enrichment={rule.enrichment} meaning={confidenceMeaning} />
      ) : null}
      <Downloads ruleId={rule.id} choice={choice} />
      <References references={rule.document.references} />
      <RelatedRules ruleId={rule.id} related={rule.related} />
      <History ruleId={rule.id} versions={rule.versions} />
    </div>
  );
}

function Metadata({ rule, licence }: { rule: RuleDetail; licence: Licence }) {
  const { logsource } = rule.document;
  const tables = [
    ...new Set(rule.translations.flatMap((translation) => translation.tables)),
  ].sort();
  return (
    <dl className="facts">
      <Fact name="Author">
        <StrangerText text={rule.author ?? 'not stated'} kind="author" />
      </Fact>
      <Fact name="Licence">
        {licence.url === null ? (
          <StrangerText text={licence.name} kind="licence" />
        ) : (
          <ExternalLink href={licence.url}>{licence.name}</ExternalLink>
        )}
      </Fact>
      <Fact name="Status">{rule.status ?? 'not stated'}</Fact>
      {rule.date ? (
        <Fact name="Created">
          <StrangerText text={rule.date} kind="word" />
        </Fact>
      ) : null}
      {rule.modified ? (
        <Fact name="Modified">
          <StrangerText text={rule.modified} kind="word" />
        </Fact>
      ) : null}
      <Fact name="First seen">
        <Time at={rule.firstSeenAt} />
      </Fact>
      <Fact name="Log source">
        <StrangerText
          text={logsource ? logSourceName(logsource) : 'as in each rule it refers to'}
          kind="path"
        />
      </Fact>
      <Fact name="Tables">
        {tables.length > 0
          ? tables.map((table) => (
              <code key={table} className="block text-xs leading-5">
                {table}
              </code>
            ))
          : 'none'}
      </Fact>
      <Fact name="Collection">
        <StrangerText text={rule.collection} kind="word" />
      </Fact>
      <Fact name="ID">
        <code className="text-2xs">
          <StrangerText text={rule.id} kind="word" />
        </code>
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

function Downloads({ ruleId, choice }: { ruleId: string; choice: QueryChoice | null }) {
  return (
    <AsideSection inner id="downloads" title="Download">
      <ul className="space-y-1 text-sm">
        {choice && choice.variant.kql !== null ? (
          <li>
            <a download={fileName(ruleId, 'kql')} href={hrefOfChoice(ruleId, choice, '/query')}>
              Query with attribution (.kql)
            </a>
          </li>
        ) : null}
        <li>
          <a download={fileName(ruleId, 'yml')} href={`/rules/${encodeURIComponent(ruleId)}/sigma`}>
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
  const isLink = (reference: string) => readWebAddress(reference) !== null;
  const sorted = [...references.filter(isLink), ...references.filter((one) => !isLink(one))];
  const more = sorted.length - LIST_LIMIT;
  return (
    <AsideSection inner id="references" title="References">
      <ul className="space-y-1 text-sm">
        {sorted.slice(0, LIST_LIMIT).map((text, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule can name a reference twice
          <li key={at}>
            <StrangerLink text={text} />
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="text-faint text-xs">{countOf(more, 'more reference')}</p> : null}
    </AsideSection>
  );
}

function RelatedRules({ ruleId, related }: { ruleId: string; related: RuleDetail['related'] }) {
  if (related.length === 0) return null;
  return (
    <AsideSection inner id="related" title="Related rules">
      <ul className="space-y-1 text-sm">
        {related.slice(0, LIST_LIMIT).map(({ id, type, title }) => (
          <li key={`${id} ${type}`}>
            {title === null ? (
              <code className="text-2xs">
                <StrangerText text={id} kind="word" />
              </code>
            ) : (
              <Link href={`/rules/${encodeURIComponent(id)}`} prefetch={false}>
                <StrangerText text={title} kind="title" />
              </Link>
            )}{' '}
            <span className="text-faint">
              <StrangerText text={type} kind="word" />
              {title === null ? ', not in this catalog' : ''}
            </span>{' '}
            {title === null ? null : <CompareLink ruleId={ruleId} other={{ id, title }} />}
          </li>
        ))}
      </ul>
    </AsideSection>
  );
}

function History({ ruleId, versions }: { ruleId: string; versions: RuleDetail['versions'] }) {
  return (
    <AsideSection inner id="history" title="History">
      <ul className="space-y-1 text-sm">
        {versions.slice(0, SHOWN_VERSIONS).map(({ id, change, seenAt, commit }) => (
          <li key={id}>
            <Link href={`/rules/${encodeURIComponent(ruleId)}/history#v${id}`} prefetch={false}>
              {change}
            </Link>{' '}
            <span className="text-muted">
              <Time at={seenAt} />
            </span>
            {commit ? <code className="text-2xs text-faint"> {commit.slice(0, 7)}</code> : null}
          </li>
        ))}
      </ul>
    </AsideSection>
  );
}
