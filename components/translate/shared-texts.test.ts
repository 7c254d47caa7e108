import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { packTexts, unpackTexts } from './shared-texts';

async function fragmentOf(rule: string, events = ''): Promise<string> {
  const packed = await packTexts({ rule, events });
  if ('problem' in packed) throw new Error(packed.problem);
  return packed.fragment;
}

describe('the fragment of an address', () => {
  it('gives back every text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (rule, events) => {
        expect(await unpackTexts(await fragmentOf(rule, events))).toEqual({ rule, events });
      }),
      { numRuns: 30 },
    );
  });

  it('has only characters that no program breaks', async () => {
    expect(await fragmentOf('title: ÄÖÜ\n'.repeat(20))).toMatch(/^#texts=[\w-]+$/);
  });

  it('is not made of texts that are too long even when compressed', async () => {
    const random = Array.from({ length: 4_000 }, (_, at) => ((at * 7919) % 65_521).toString(36));
    expect(await packTexts({ rule: random.join(' '), events: '' })).toEqual({
      problem: expect.stringMatching(/would make an address of [\d,]+ characters/),
    });
  });

  it('is none of ours without our name', async () => {
    expect(await unpackTexts('#main')).toBeNull();
    expect(await unpackTexts('')).toBeNull();
  });
});

describe('a fragment that cannot be read is a problem, not an error', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});

  it('if it is cut off, changed or no base64', async () => {
    const whole = await fragmentOf('title: A rule\n'.repeat(10));
    for (const fragment of [whole.slice(0, -9), '#texts=', '#texts=%%%']) {
      expect(await unpackTexts(fragment)).toEqual({ problem: expect.stringContaining('cut off') });
    }
  });

  it('if it unpacks to more than the page can use', async () => {
    const bomb = await fragmentOf('a'.repeat(1_000_000));
    expect(bomb.length).toBeLessThan(2_000);
    expect(await unpackTexts(bomb)).toEqual({ problem: expect.stringContaining('cut off') });
    expect(warn).toHaveBeenCalled();
  });
});
