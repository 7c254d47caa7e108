import { expect, it } from 'vitest';
import { detection } from '@/lib/deploy/detection-fixture';
import type { DeployFormat } from '@/lib/deploy/types';
import { deployTools } from '@/lib/deploy-tools';
import { invalidFiles } from './invalid-files';
import { printSummary } from './summary';

const { renderers } = deployTools();
const IDS = ['0b6a4f0e-8d3c-5c7e-9f5b-2a1d3e4f5a6b', '1c6a4f0e-8d3c-5c7e-9f5b-2a1d3e4f5a6b'];

function brokenFiles(format: DeployFormat, id: string) {
  const { files } = renderers[format](detection({ id }));
  return files.map((file) => ({ ...file, text: '{ "a": ' }));
}

it.each(['terraform', 'defender-json', 'hunting'] as const)(
  'names the rule’s own file in %s, so that two invalid rules count as two',
  (format) => {
    const invalid = IDS.flatMap((id) => invalidFiles(format, brokenFiles(format, id)));
    expect(new Set(invalid.map(({ path }) => path.replace(/^.*\/|\..*$/g, '')))).toEqual(
      new Set(IDS),
    );
    const manifest = { format, written: 2, refused: 0, entries: [] };
    expect(printSummary(manifest, invalid)).toContain('2 rendered, 0 valid');
  },
);
