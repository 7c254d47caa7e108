import { expect, it } from 'vitest';
import { detection } from '@/lib/deploy/detection-fixture';
import { renderMade } from '@/lib/deploy/render';
import type { DeployFormat } from '@/lib/deploy/types';
import { deployTools } from '@/lib/deploy-tools';
import { readmeFile } from './bundle';
import { manifestEntry, manifestOf } from './manifest';

const { knowledge, renderers } = deployTools();
const RULE = {
  id: 'a',
  title: 'A rule',
  author: null,
  licence: { name: 'MIT', url: null },
  url: null,
  deployables: [],
};

function readmeOf(format: DeployFormat): string {
  const made = { deployable: detection(), refused: null };
  const query = { target: 'sentinel', table: 'T', tables: ['T'], label: 'T', made } as const;
  const rendering = renderMade(renderers, format, made);
  const entry = manifestEntry(RULE, { ...query, isAlternative: false }, rendering);
  return readmeFile(manifestOf(format, [entry]), knowledge).text;
}

it.each(['terraform', 'azapi', 'defender-json'] as const)(
  'names the rule’s own file in the README of %s, not one that all rules share',
  (format) => {
    expect(readmeOf(format)).toMatch(/^\| A rule \|.*0b6a4f0e-[0-9a-f-]+\.\w+` \|$/m);
  },
);
