import { describe, expect, it } from 'vitest';
import { deployableOf, knowledge } from '../made-deployable-fixture';
import { arm } from './arm';
import { armBundle } from './arm-bundle';

const { limits } = knowledge;

function filesOf(count: number) {
  return Array.from({ length: count }, (_, at) => {
    const [file] = arm(limits)({ ...deployableOf(), id: `id-${at}` }).files;
    if (!file) throw new Error('The rule has no file');
    return file;
  });
}

describe('armBundle', () => {
  it('puts all rules in one template', () => {
    const [bundle, ...others] = armBundle(filesOf(3), limits);
    expect(others).toEqual([]);
    expect(bundle?.file.path).toBe('rules.json');
    expect(JSON.parse(bundle?.file.text ?? '').resources).toHaveLength(3);
    expect(bundle?.parts).toEqual(['id-0.json', 'id-1.json', 'id-2.json']);
  });

  it('begins another template where one would be too long or too large', () => {
    const few = armBundle(filesOf(5), { ...limits, templateResources: 2 });
    expect(few.map(({ parts }) => parts.length)).toEqual([2, 2, 1]);
    expect(few.map(({ file }) => file.path)).toEqual([
      'rules-1.json',
      'rules-2.json',
      'rules-3.json',
    ]);
    const small = armBundle(filesOf(3), { ...limits, templateBytes: 9000 });
    expect(small.length).toBeGreaterThan(1);
    for (const { file } of small) expect(Buffer.byteLength(file.text)).toBeLessThanOrEqual(9000);
  });

  it('makes no template of nothing', () => {
    expect(armBundle([], limits)).toEqual([]);
  });
});
