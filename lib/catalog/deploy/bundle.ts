import type { DeployKnowledge } from '@/lib/deploy/knowledge';
import type { RenderedFile } from '@/lib/deploy/types';
import { markdownLine } from '@/lib/text/markdown';
import type { IndexedRule } from '../rule-index';
import { type Manifest, type ManifestEntry, manifestFile, manifestOf } from './manifest';
import { type RenderOptions, renderRules } from './render-rules';

export interface Bundle {
  readonly manifest: Manifest;
  /** README.md and manifest.json, then the detections in the folder of their format. */
  readonly files: readonly RenderedFile[];
}

/** Rules in one format, as a folder that deploys with the two commands that its README names. */
export async function makeBundle(
  rules: readonly IndexedRule[],
  options: RenderOptions,
): Promise<Bundle> {
  const entries: ManifestEntry[] = [];
  // Formats have files that all of their rules share.
  const files = new Map<string, RenderedFile>();
  for await (const queries of renderRules(rules, options)) {
    for (const { entry, files: rendered } of queries) {
      entries.push(entry);
      for (const file of rendered) files.set(file.path, file);
    }
  }
  const manifest = manifestOf(options.format, entries);
  return {
    manifest,
    files: [readmeFile(manifest, options.knowledge), manifestFile(manifest), ...files.values()],
  };
}

/** What a bundle has and the two commands that deploy it, in Markdown. */
export function readmeFile(manifest: Manifest, { ways }: DeployKnowledge): RenderedFile {
  const { format, entries, written, refused } = manifest;
  const way = ways.get(format);
  if (!way) throw new Error(`content/deploy/ways.yml has no ${format}`);
  const lines = [
    `# ${written} ${written === 1 ? 'detection' : 'detections'}: ${way.name}`,
    '',
    `${way.what}. Every detection is disabled until you enable it, and none takes an action of its own.`,
    '',
    '## Deploy',
    '',
    `You need ${way.needs}. In this folder, with your own values for the words in capitals:`,
    '',
    '```sh',
    ...way.commands,
    '```',
    '',
    '## What is here',
    '',
    '| rule | author | licence | file |',
    '|---|---|---|---|',
    ...entries.filter(({ files }) => files.length > 0).map(rowOf),
    '',
    ...(refused > 0
      ? ['## Left out', '', ...entries.filter(({ files }) => files.length === 0).map(refusalOf), '']
      : []),
    'What a format cannot carry of a rule is in `manifest.json`, with the links to the originals.',
    '',
  ];
  return { path: 'README.md', text: lines.join('\n') };
}

function rowOf({ title, author, licence, files }: ManifestEntry): string {
  const cells = [title, author ?? 'not named', licence].map(cell);
  return `| ${[...cells, `\`${files[0]}\``].join(' | ')} |`;
}

function refusalOf({ title, target, losses }: ManifestEntry): string {
  const reasons = losses.filter(({ effect }) => effect === 'refused').map(({ message }) => message);
  return `- ${cell(title)} (${target}): ${cell(reasons.join(' '))}`;
}

function cell(text: string): string {
  return markdownLine(text, 'sentence');
}
