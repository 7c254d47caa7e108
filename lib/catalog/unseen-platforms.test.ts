import { describe, expect, it } from 'vitest';
import { unseenPlatforms } from './unseen-platforms';

describe('the platforms that no rule looks at', () => {
  it('are those whose products no rule names', () => {
    const platforms = ['Windows', 'IaaS', 'Toaster'];
    expect(unseenPlatforms(platforms, new Set(['windows']))).toEqual(['IaaS', 'Toaster']);
  });

  it('leave out a platform that one of several products shows', () => {
    expect(unseenPlatforms(['IaaS', 'Containers'], new Set(['gcp', 'linux']))).toEqual([]);
  });

  it('leave out a platform that the content does not know when a product is called so', () => {
    expect(unseenPlatforms(['Toaster'], new Set(['toaster']))).toEqual([]);
  });

  it('are none when a rule names no product, for it may look at any', () => {
    expect(unseenPlatforms(['Linux'], new Set([null, 'windows']))).toEqual([]);
  });
});
