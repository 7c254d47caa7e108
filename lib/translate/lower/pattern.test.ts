import { describe, expect, it } from 'vitest';
import { ANY, type Pattern } from '@/lib/sigma';
import { endsOf, shapeOf } from './pattern';

/** All texts of up to this length over two letters. */
function texts(length: number): string[] {
  if (length === 0) return [''];
  const shorter = texts(length - 1);
  return [
    ...shorter,
    ...shorter
      .filter((text) => text.length === length - 1)
      .flatMap((text) => [`${text}a`, `${text}B`]),
  ];
}

describe('the two ends of a pattern', () => {
  it('mean the same as the pattern, where they are told apart', () => {
    const values = texts(6);
    let told = 0;
    for (const start of texts(3).filter((text) => text !== '')) {
      for (const end of texts(3).filter((text) => text !== '')) {
        const pattern: Pattern = [start, ANY, end];
        const ends = endsOf(pattern, false);
        if (!ends) continue;
        told++;
        const shape = shapeOf(pattern, false);
        const whole = new RegExp('source' in shape ? shape.source : '', 'is');
        const differing = values.filter((value) => {
          const text = value.toLowerCase();
          const found =
            text.startsWith(ends.start.toLowerCase()) && text.endsWith(ends.end.toLowerCase());
          return found !== whole.test(value);
        });
        expect(differing).toEqual([]);
      }
    }
    expect(told).toBeGreaterThan(20);
  });

  it.each<[Pattern]>([
    [['ab', ANY, 'bc']],
    [['ab', ANY, 'Bc']],
    [['a', ANY, 'b', ANY, 'c']],
    [['a', ANY]],
    [['é', ANY, 'b']],
  ])('are not told of a pattern whose ends can overlap, or that has more: %o', (pattern) => {
    expect(endsOf(pattern, false)).toBeNull();
  });
});
