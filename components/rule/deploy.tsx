import Link from 'next/link';
import type { ReactNode } from 'react';
import { CodeBlock } from '@/components/ui/code-block';
import { CopyButton } from '@/components/ui/copy-button';
import { Section } from '@/components/ui/section';
import type { RuleFormats } from '@/lib/catalog/deploy/rule-formats';
import { hrefOfChoice, type QueryChoice } from '@/lib/catalog/query-choice';
import type { NamedRendering } from '@/lib/deploy/render';
import { nameOf, ownFiles } from '@/lib/deploy/rendered-file';
import type { RenderedFile } from '@/lib/deploy/types';
import { languageOf } from '@/lib/highlight';
import { DeployFacts, DeployIntroduction, Losses, Standing } from './deploy-parts';

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
      <DeployIntroduction isHunting={formats.deployable?.isHunting ?? false} />
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
            <Standing name={one.name} refused={one.files.length === 0} losses={one.losses} />
          </Link>
        ))}
      </nav>
      {shown ? (
        <Format format={shown} hrefOf={(file) => address(shown.format, '/deploy', file)}>
          {shown.files.length > 0 && formats.deployable ? (
            <DeployFacts facts={formats.deployable} format={shown.format} />
          ) : null}
        </Format>
      ) : null}
    </Section>
  );
}

function Format({
  format: { what, losses, files },
  hrefOf,
  children,
}: {
  format: NamedRendering;
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

function File({ file, href }: { file: RenderedFile; href: string }) {
  const name = nameOf(file);
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
      <CodeBlock text={file.text} language={languageOf(name)} label={name} />
    </div>
  );
}
