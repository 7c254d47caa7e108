import { plainLine } from '@/lib/text/plain-text';
import type { Coverage } from './coverage';
import { SHADE_COLORS, SHADES, shadeOf } from './shades';

export interface NavigatorOptions {
  readonly name: string;
  readonly description: string;
  /** ATT&CK version: `19.2`; the layer carries its major number, as the Navigator expects. */
  readonly attackVersion: string;
  /** The number that a technique is scored by; the count of rules when left out. */
  readonly score?: 'rules' | 'translated' | 'proven';
}

interface LayerTechnique {
  readonly techniqueID: string;
  readonly tactic: string;
  readonly score: number;
  /** Of the score's step. The Navigator shows it whatever its own gradient is. */
  readonly color: string;
  readonly comment: string;
  readonly enabled: true;
  readonly showSubtechniques: boolean;
}

/** Layer format 4.5, as https://github.com/mitre-attack/attack-navigator/tree/master/layers documents it. */
export interface NavigatorLayer {
  readonly name: string;
  readonly description: string;
  readonly domain: 'enterprise-attack';
  readonly versions: {
    readonly attack?: string;
    readonly navigator: string;
    readonly layer: '4.5';
  };
  readonly sorting: 0 | 3;
  readonly hideDisabled: boolean;
  readonly techniques: readonly LayerTechnique[];
  readonly legendItems: readonly { readonly label: string; readonly color: string }[];
}

/**
 * The matrix as a layer file for the ATT&CK Navigator (4.5 and later). Techniques that have a rule are
 * listed once per tactic, with the chosen number as score, its step as colour and all numbers as comment.
 */
export function navigatorLayer(coverage: Coverage, options: NavigatorOptions): NavigatorLayer {
  const by = options.score ?? 'rules';
  const techniques = coverage.columns.flatMap(({ tactic, cells }) =>
    cells.flatMap((cell) => {
      const entry = (
        { technique, counts }: Pick<typeof cell, 'technique' | 'counts'>,
        showSubtechniques: boolean,
      ): LayerTechnique => ({
        techniqueID: technique.id,
        tactic: tactic.shortName,
        score: counts[by],
        color: SHADE_COLORS[shadeOf(counts[by])] ?? SHADE_COLORS[0],
        comment: `${counts.rules} ${counts.rules === 1 ? 'rule' : 'rules'}, ${counts.translated} translated, ${counts.proven} proven`,
        enabled: true,
        showSubtechniques,
      });
      return [
        entry(
          cell,
          cell.subs.some(({ counts }) => counts.rules > 0),
        ),
        ...cell.subs.map((sub) => entry(sub, false)),
      ].filter(({ comment }) => !comment.startsWith('0 rules'));
    }),
  );
  const major = /^\d+/.exec(options.attackVersion)?.[0];
  return {
    name: plainLine(options.name, 'title'),
    description: plainLine(options.description, 'description'),
    domain: 'enterprise-attack',
    versions: { ...(major ? { attack: major } : {}), navigator: '5.1.0', layer: '4.5' },
    sorting: 3,
    hideDisabled: false,
    techniques,
    legendItems: SHADES.map(({ label }, step) => ({
      label: step === 0 ? label : `${label} ${by}`,
      color: SHADE_COLORS[step] ?? SHADE_COLORS[0],
    })),
  };
}
