import Link from 'next/link';
import type { ReactNode } from 'react';
import { CodeBlock } from '@/components/ui/code-block';
import { CopyButton } from '@/components/ui/copy-button';
import { countOf } from '@/components/ui/count';
import { Icon } from '@/components/ui/icon';
import { Section } from '@/components/ui/section';
import { StrangerText } from '@/components/ui/stranger-text';
import type { RuleFormat, RuleFormats } from '@/lib/catalog/deploy/rule-formats';
import { nameOf, ownFiles } from '@/lib/deploy/rendered-file';
import type { Deployable, Loss, RenderedFile } from '@/lib/deploy/types';
import type { CodeLanguage } from '@/lib/highlight';
import { hrefOfChoice, type QueryChoice } from './query-choice';
import { spanOf } from './time-span';

const EFFECT = { refused: 'Refused', lost: 'Lost', changed: 'Changed' } as const;

/** The chosen query as a detection: the formats that take it, and the file of the one that is open. */
export function Deploy({
  ruleId,
  choice,
  formats,
  open,
}: {
  ruleId: string;
  choice: QueryChoice;
  formats: RuleFormats;
  /** The format whose file is shown, by its name in the address. */
  open: string | undefined;
}) {
  const address = (format: string, part = '', file?: string) => {
    const href = hrefOfChoice(ruleId, choice, part);
    return `${href}&${new URLSearchParams({ format, ...(file ? { file } : {}) })}`;
  };
  const shown = formats.formats.find(({ format }) => format === open);
  return (
    <Section inner id="deploy" title="Deploy">
      <p className="mb-2 max-w-3xl text-muted">
        This query as a detection. It lands disabled, takes no action of its own, and names author,
        licence and source.
        {formats.deployable?.isHunting
          ? ' A rule of this level, or for threat hunting, is better run by an analyst: take the hunting query.'
          : ''}
      </p>
      <nav aria-label="Formats" className="flex flex-wrap gap-1.5">
        {formats.formats.map((one) => (
          <Link
            key={one.format}
            href={`${address(one.format)}#deploy`}
            prefetch={false}
            className="chip aria-[current]:border-accent aria-[current]:text-text"
            aria-current={one === shown ? 'true' : undefined}
            title={one.what}
          >
            <Standing format={one} /> {one.name}
          </Link>
        ))}
      </nav>
      {shown ? (
        <Format format={shown} hrefOf={(file) => address(shown.format, '/deploy', file)}>
          {shown.files.length > 0 && formats.deployable ? (
            <Facts deployable={formats.deployable} format={shown.format} />
          ) : null}
        </Format>
      ) : null}
    </Section>
  );
}

/** How a format takes the query, as a sign and in words. */
function Standing({ format: { files, losses } }: { format: RuleFormat }) {
  if (files.length === 0) {
    return (
      <>
        <Icon name="cross" className="text-bad" />
        <span className="sr-only">refused:</span>
      </>
    );
  }
  const count = losses.length;
  return (
    <>
      <Icon name="done" className={count === 0 ? 'text-good' : 'text-warn'} />
      <span className="sr-only">
        {count === 0 ? 'whole:' : `${countOf(count, 'loss', 'losses')}:`}
      </span>
    </>
  );
}

function Format({
  format: { what, losses, files },
  hrefOf,
  children,
}: {
  format: RuleFormat;
  hrefOf: (file: string) => string;
  children: ReactNode;
}) {
  const own = ownFiles(files);
  const shared = files.filter((file) => !own.includes(file));
  return (
    <div className="space-y-3 pt-3">
      <p className="text-muted text-sm">{what}.</p>
      <Losses losses={losses} />
      {children}
      {own.map((file) => (
        <File key={file.path} file={file} href={hrefOf(nameOf(file))} />
      ))}
      {shared.map((file) => (
        <details key={file.path}>
          <summary className="link text-sm">{nameOf(file)}</summary>
          <File file={file} href={hrefOf(nameOf(file))} />
        </details>
      ))}
    </div>
  );
}

function Losses({ losses }: { losses: readonly Loss[] }) {
  if (losses.length === 0) return null;
  return (
    <ul aria-label="What the format cannot carry" className="space-y-1.5 text-sm">
      {losses.map(({ code, field, message, effect }) => (
        <li
          key={`${code} ${field} ${message}`}
          className={`note note-${effect === 'refused' ? 'error' : 'info'}`}
        >
          <strong className="font-semibold text-text">{EFFECT[effect]}</strong>{' '}
          <StrangerText text={message} kind="sentence" />{' '}
          <code className="text-faint text-xs">{field}</code>
        </li>
      ))}
    </ul>
  );
}

/** What decides how the detection runs, before anybody reads the file. */
function Facts({ deployable, format }: { deployable: Deployable; format: string }) {
  const { schedule, entities, graphEntities, connectors, version } = deployable;
  const isGraph = format === 'defender-json';
  const obstacles = deployable.notNearRealTime[isGraph ? 'defender' : 'sentinel'];
  const types = isGraph
    ? graphEntities.map(({ collection }) => collection)
    : entities.map(({ type }) => type);
  return (
    <dl className="deploy-facts">
      {format === 'kql' || format === 'hunting' ? null : (
        <>
          <dt>Runs</dt>
          <dd>
            every {spanOf(schedule.frequency).replace(/^1 (\w+)$/, '$1')} over the last{' '}
            {spanOf(schedule.period)}. <span className="text-muted">{schedule.reason}</span>
          </dd>
        </>
      )}
      {format === 'kql' || types.length === 0 ? null : (
        <>
          <dt>Entities</dt>
          <dd>{[...new Set(types)].join(', ')}</dd>
        </>
      )}
      {connectors.length === 0 ? null : (
        <>
          <dt>Connectors</dt>
          <dd>{connectors.map(({ connectorId }) => connectorId).join(', ')}</dd>
        </>
      )}
      {format === 'kql' || format === 'hunting' ? null : (
        <>
          <dt>Near real time</dt>
          <dd>{obstacles.length === 0 ? 'possible' : `no. ${obstacles.join(' ')}`}</dd>
        </>
      )}
      <dt>Version</dt>
      <dd>{version}</dd>
    </dl>
  );
}

const LANGUAGES = new Map<string, CodeLanguage>([
  ['yaml', 'yaml'],
  ['json', 'json'],
  ['bicep', 'bicep'],
  ['tf', 'hcl'],
  ['ps1', 'powershell'],
  ['kql', 'kusto'],
]);

function File({ file, href }: { file: RenderedFile; href: string }) {
  const name = nameOf(file);
  const language = LANGUAGES.get(name.slice(name.lastIndexOf('.') + 1)) ?? 'yaml';
  return (
    <div>
      <div className="side-head">
        <h4 className="min-w-0 truncate font-mono text-sm">{name}</h4>
        <span className="flex gap-2">
          <CopyButton compact label="Copy" about={name} href={href} />
          <a className="button" data-kind="quiet" href={href} download={name}>
            Download
          </a>
        </span>
      </div>
      <CodeBlock text={file.text} language={language} label={name} />
    </div>
  );
}
