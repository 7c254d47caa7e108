import type { ChangeKind } from '@/lib/catalog/changes/kinds';

/** The one name of each kind of change on every page. */
export const KIND_NAME = {
  wider: 'Wider',
  narrower: 'Narrower',
  both: 'Both',
  undecided: 'Undecided',
  'text-only': 'Text only',
  new: 'New',
  removed: 'Removed',
  restored: 'Restored',
  renamed: 'Moved',
} as const satisfies Record<ChangeKind, string>;

/** What each kind means for somebody who runs the rule. */
export const KIND_MEANING = {
  wider: 'Matches all that it matched before, and more.',
  narrower: 'Matches part of what it matched before, and nothing else.',
  both: 'Matches events that it did not match before, and no longer some that it did.',
  undecided: 'Whether it matches more or less than before is not known.',
  'text-only': 'Matches the same events as before.',
  new: 'Was not in the source before.',
  removed: 'Is not in the source any more.',
  restored: 'Was removed before, and is in the source again.',
  renamed: 'Has the same text at another path.',
} as const satisfies Record<ChangeKind, string>;

const SHAPE: Readonly<Partial<Record<ChangeKind, string>>> = {
  wider: 'M6.5 8H1.5M4 5.5 1.5 8 4 10.5M9.5 8h5M12 5.5 14.5 8 12 10.5',
  narrower: 'M1.5 8h5M4 5.5 6.5 8 4 10.5M14.5 8h-5M12 5.5 9.5 8l2.5 2.5',
  both: 'M2 5.5h12M11.5 3 14 5.5 11.5 8M14 10.5H2M4.5 8 2 10.5 4.5 13',
  'text-only': 'M2.5 4.5h11M2.5 8h11M2.5 11.5h7',
};

/** A kind of change by its sign and name; its meaning is the tooltip. */
export function KindName({ kind }: { kind: ChangeKind }) {
  const shape = SHAPE[kind];
  return (
    <span className={`change-kind change-${kind}`} title={KIND_MEANING[kind]}>
      {shape ? (
        <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
          <path d={shape} />
        </svg>
      ) : null}
      {KIND_NAME[kind]}
    </span>
  );
}
