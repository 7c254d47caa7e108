import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundle, SMALL } from './fixture';
import { type Counts, type CoveredRule, coverage, navigatorLayer, readBundle } from './index';

const attack = readBundle(bundle(SMALL), null);
const rule = (techniques: string[], more: Partial<CoveredRule> = {}): CoveredRule => ({
  techniques,
  level: 'high',
  translated: true,
  proven: false,
  ...more,
});

describe('coverage', () => {
  it('puts a technique in each of its tactics, by name, and its sub-techniques under it', () => {
    const { columns } = coverage(attack, []);
    expect(
      columns.map(({ tactic, cells }) => [
        tactic.shortName,
        cells.map(({ technique, subs }) => [technique.id, subs.map((sub) => sub.technique.id)]),
      ]),
    ).toEqual([
      ['approach', [['T9001', ['T9001.001']]]],
      [
        'mischief',
        [
          ['T9002', []],
          ['T9001', []],
        ],
      ],
    ]);
  });

  it('counts a rule once in a parent, however many of its techniques it names', () => {
    const { columns } = coverage(attack, [
      rule(['T9001', 'T9001.001']),
      rule(['T9001.001'], { proven: true, level: 'low' }),
    ]);
    const cell = columns[0]?.cells[0];
    expect(cell?.counts).toEqual({
      rules: 2,
      translated: 2,
      proven: 1,
      levels: { high: 1, low: 1 },
    });
    expect(cell?.own.rules).toBe(1);
    expect(cell?.subs[0]?.counts.rules).toBe(2);
    expect(columns[0]?.counts.rules).toBe(2);
  });

  it('counts distinct rules in totals and lists gaps', () => {
    const { counts, totals, gaps } = coverage(attack, [
      rule(['T9001', 'T9002'], { translated: false }),
      rule(['T0000']),
    ]);
    expect(counts).toMatchObject({ rules: 1, translated: 0 });
    expect(totals).toEqual({
      techniques: 2,
      subTechniques: 1,
      coveredTechniques: 2,
      coveredSubTechniques: 0,
    });
    expect(gaps.map(({ id }) => id)).toEqual(['T9001.001']);
  });

  it('counts in each cell the rules that name the technique or one of its sub-techniques', () => {
    const anyRule = fc
      .record({
        ids: fc.array(fc.constantFrom('T9001', 'T9001.001', 'T9002', 'T0000'), { maxLength: 4 }),
        level: fc.constantFrom('low', 'high', null),
        translated: fc.boolean(),
        proven: fc.boolean(),
      })
      .map(({ ids, ...more }) => rule(ids, more));
    fc.assert(
      fc.property(fc.array(anyRule), (rules) => {
        const counted = coverage(attack, rules);
        const naming = (...ids: string[]) =>
          rules.filter(({ techniques }) => techniques.some((id) => ids.includes(id)));
        const isCountOf = (some: readonly CoveredRule[], counts: Counts) => {
          const number = (test: (one: CoveredRule) => boolean) => some.filter(test).length;
          expect(counts).toEqual({
            rules: some.length,
            translated: number(({ translated }) => translated),
            proven: number(({ proven }) => proven),
            levels: Object.fromEntries(
              ['low', 'high'].flatMap((level) => {
                const count = number((one) => one.level === level);
                return count > 0 ? [[level, count]] : [];
              }),
            ),
          });
        };
        isCountOf(naming('T9001', 'T9001.001', 'T9002'), counted.counts);
        for (const { tactic, cells, counts } of counted.columns) {
          const inside = cells.flatMap(({ technique, subs }) => [
            technique.id,
            ...subs.map((sub) => sub.technique.id),
          ]);
          isCountOf(naming(...inside), counts);
          expect(tactic.name).not.toBe('');
          for (const { technique, own, counts, subs } of cells) {
            isCountOf(naming(technique.id), own);
            isCountOf(naming(technique.id, `${technique.id}.001`), counts);
            for (const sub of subs) isCountOf(naming(sub.technique.id), sub.counts);
          }
        }
      }),
    );
  });

  it('shows a sub-technique alone in a tactic that its parent does not have', () => {
    const techniques = new Map(attack.techniques);
    const sub = techniques.get('T9001.001');
    if (sub) techniques.set(sub.id, { ...sub, parentId: 'T9002' });
    const { columns } = coverage({ ...attack, techniques }, []);
    expect(columns[0]?.cells.map(({ technique }) => technique.id)).toEqual(['T9001', 'T9001.001']);
  });
});

describe('navigatorLayer', () => {
  it('lists each covered technique once per tactic, scored by the chosen number', () => {
    const counted = coverage(attack, [rule(['T9001.001'], { proven: true }), rule(['T9001'])]);
    const layer = navigatorLayer(counted, {
      name: 'n',
      description: 'd',
      attackVersion: '19.2',
      score: 'proven',
    });
    expect(layer.versions).toMatchObject({ attack: '19', layer: '4.5' });
    expect(layer.domain).toBe('enterprise-attack');
    expect(
      layer.techniques.map(({ techniqueID, tactic, score }) => [techniqueID, tactic, score]),
    ).toEqual([
      ['T9001', 'approach', 1],
      ['T9001.001', 'approach', 1],
      ['T9001', 'mischief', 1],
    ]);
  });

  it('colours a technique by the step of its score, and explains the steps', () => {
    const rules = [...Array.from({ length: 40 }, () => rule(['T9002'])), rule(['T9001'])];
    const layer = navigatorLayer(coverage(attack, rules), {
      name: 'n',
      description: 'd',
      attackVersion: '19.2',
    });
    const meaning = new Map(layer.legendItems.map(({ color, label }) => [color, label]));
    expect(meaning.size).toBe(6);
    expect(
      layer.techniques.map(({ techniqueID, color }) => [techniqueID, meaning.get(color)]),
    ).toEqual([
      ['T9001', '1–2 rules'],
      ['T9002', '30–99 rules'],
      ['T9001', '1–2 rules'],
    ]);
  });

  it('has the colours of the matrix in the light theme', () => {
    const css = readFileSync('components/coverage/shades.css', 'utf8');
    const shades = [...css.matchAll(/--shade: light-dark\(oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)];
    const { legendItems } = navigatorLayer(coverage(attack, []), {
      name: 'n',
      description: 'd',
      attackVersion: '19.2',
    });
    expect(legendItems.map(({ color }) => color)).toEqual([
      '#ffffff',
      ...shades.map(([, l, c, h]) => toHex(Number(l), Number(c), Number(h))),
    ]);
  });

  it('leaves the version out when it is unknown', () => {
    const layer = navigatorLayer(coverage(attack, []), {
      name: 'n',
      description: 'd',
      attackVersion: 'unknown',
    });
    expect(layer.versions.attack).toBeUndefined();
  });
});

/** A colour of OKLCH in sRGB, as https://www.w3.org/TR/css-color-4/#color-conversion-code converts it. */
function toHex(lightness: number, chroma: number, hue: number): string {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const channels = linear.map((value) => {
    const shown = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
    const byte = Math.round(255 * Math.min(1, Math.max(0, shown)));
    return byte.toString(16).padStart(2, '0');
  });
  return `#${channels.join('')}`;
}
