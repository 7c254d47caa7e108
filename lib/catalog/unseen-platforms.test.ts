import { describe, expect, it } from 'vitest';
import { unseenPlatforms } from './unseen-platforms';

describe('the platforms that no rule looks at', () => {
  it('are those without a rule for any of their products', () => {
    const platforms = ['Windows', 'IaaS', 'Toaster'];
    expect(unseenPlatforms(platforms, new Set(['windows']))).toEqual(['IaaS', 'Toaster']);
  });

  it('exclude a platform if there is a rule for one of its products', () => {
    expect(unseenPlatforms(['IaaS', 'Containers'], new Set(['gcp', 'linux']))).toEqual([]);
  });

  it('exclude an unknown platform if a product has its name', () => {
    expect(unseenPlatforms(['Toaster'], new Set(['toaster']))).toEqual([]);
  });

  it('are empty if a rule has no product, because it can apply to any', () => {
    expect(unseenPlatforms(['Linux'], new Set([null, 'windows']))).toEqual([]);
  });
});
