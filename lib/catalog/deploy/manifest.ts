import { ownFiles } from '@/lib/deploy/rendered-file';
import type { DeployFormat, Loss, RenderedFile, Rendering } from '@/lib/deploy/types';
import type { Target } from '@/lib/target';
import type { DeployableRule, RuleDeployable } from './deployables';

/** A query of a rule in an export: its files, or why it has none. */
export interface ManifestEntry {
  /** The rule's own id. */
  readonly rule: string;
  readonly title: string;
  readonly author: string | null;
  readonly licence: string;
  readonly licenceUrl: string | null;
  /** Of the rule upstream. */
  readonly link: string | null;
  readonly target: Target;
  readonly table: string | null;
  /** The detection's id in the service. Null if there is none. */
  readonly id: string | null;
  readonly isHunting: boolean;
  /** Below the folder: the rule's own, then those that all rules share. Empty if the format refused it. */
  readonly files: readonly string[];
  readonly losses: readonly Loss[];
}

/** `manifest.json` of an export. */
export interface Manifest {
  readonly format: DeployFormat;
  readonly written: number;
  readonly refused: number;
  readonly entries: readonly ManifestEntry[];
}

export function manifestEntry(
  rule: DeployableRule,
  { target, table, made }: RuleDeployable,
  { files, losses }: Pick<Rendering, 'files' | 'losses'>,
): ManifestEntry {
  const own = ownFiles(files);
  const shared = files.filter((file) => !own.includes(file));
  return {
    rule: rule.id,
    title: rule.title,
    author: rule.author,
    licence: rule.licence.name,
    licenceUrl: rule.licence.url,
    link: rule.url,
    target,
    table,
    id: made.deployable?.id ?? null,
    isHunting: made.deployable?.isHunting ?? false,
    files: [...own, ...shared].map(({ path }) => path),
    losses,
  };
}

export function manifestOf(format: DeployFormat, entries: readonly ManifestEntry[]): Manifest {
  const written = entries.filter(({ files }) => files.length > 0).length;
  return { format, written, refused: entries.length - written, entries };
}

export function manifestFile(manifest: Manifest): RenderedFile {
  return { path: 'manifest.json', text: `${JSON.stringify(manifest, null, 2)}\n` };
}
