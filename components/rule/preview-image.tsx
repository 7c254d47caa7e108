import { PROOF_NAME } from '@/components/ui/proof';
import { type QueryChoice, shownProof } from '@/lib/catalog/query-choice';
import type { RuleDetail } from '@/lib/catalog/rule';
import { TARGET_NAME } from '@/lib/target';
import { drawnCode, drawnText } from '@/lib/text/drawn-text';

/** The size that sites show beside a link. */
export const PREVIEW_SIZE = { width: 1200, height: 630 };

/** The names under which the picture asks for its fonts; the second of each has more letters. */
export const PREVIEW_FONTS = {
  sans: ['Sans', 'Sans Extended'],
  mono: ['Mono', 'Mono Extended'],
} as const;

// A picture knows no variables: these are the dark values of app/tokens.css.
const COLOUR = {
  ground: '#101214',
  panel: '#15181b',
  line: '#252a2f',
  text: '#dde1e5',
  muted: '#a0a9b2',
  accent: '#7fc4f2',
};
const LEVEL_COLOUR = new Map([
  ['critical', '#ff8090'],
  ['high', '#ffa35c'],
  ['medium', '#e3c65c'],
  ['low', '#93b8da'],
]);

const LINES = 8;
const LINE_LENGTH = 88;
const TITLE_LENGTH = 110;
const MAX_TECHNIQUES = 2;

/** What a pasted link to a rule shows, for `next/og`: title, level, techniques and how its query begins. */
export function PreviewImage({ rule, choice }: { rule: RuleDetail; choice: QueryChoice | null }) {
  const level = LEVEL_COLOUR.get(rule.level ?? '') ?? COLOUR.muted;
  return (
    <div
      style={{
        display: 'flex',
        flexDirection: 'column',
        width: '100%',
        height: '100%',
        padding: '48px 56px 40px 50px',
        borderLeft: `6px solid ${level}`,
        background: COLOUR.ground,
        color: COLOUR.text,
        fontFamily: PREVIEW_FONTS.sans.join(', '),
        fontSize: 26,
      }}
    >
      <div style={{ display: 'flex', justifyContent: 'space-between', color: COLOUR.muted }}>
        <span style={{ color: level }}>{drawnText(rule.level ?? 'no level', 'word', 20)}</span>
        <span>Watchfloor</span>
      </div>
      <div
        style={{
          display: 'flex',
          marginTop: 14,
          fontSize: 46,
          lineHeight: 1.15,
          maxHeight: 106,
          overflow: 'hidden',
          wordBreak: 'break-word',
        }}
      >
        {drawnText(rule.title, 'title', TITLE_LENGTH)}
      </div>
      <div style={{ display: 'flex', marginTop: 14, color: COLOUR.accent }}>
        {rule.techniques
          .slice(0, MAX_TECHNIQUES)
          .map(({ id, name }) => drawnText(`${id} ${name}`, 'word', 42))
          .join('  ·  ')}
      </div>
      <Query choice={choice} />
      <div
        style={{
          display: 'flex',
          justifyContent: 'space-between',
          marginTop: 'auto',
          color: COLOUR.muted,
          fontSize: 22,
        }}
      >
        <span>{drawnText(`by ${rule.author ?? 'an author not stated'}`, 'author', 60)}</span>
        <span>
          {[
            choice?.variant.kql &&
              `${TARGET_NAME[choice.translation.target]}, ${choice.variant.outcome}`,
            PROOF_NAME[shownProof(rule, choice)],
          ]
            .filter(Boolean)
            .join('  ·  ')}
        </span>
      </div>
    </div>
  );
}

/** The first lines of the query, and what stands for them without one. */
function Query({ choice }: { choice: QueryChoice | null }) {
  const lines = choice?.variant.kql?.split('\n') ?? ['There is no query for this rule.'];
  return (
    <div
      style={{
        display: 'flex',
        flexDirection: 'column',
        marginTop: 24,
        padding: '16px 20px',
        border: `1px solid ${COLOUR.line}`,
        background: COLOUR.panel,
        fontFamily: PREVIEW_FONTS.mono.join(', '),
        fontSize: 20,
        lineHeight: 1.4,
      }}
    >
      {lines.slice(0, LINES).map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other key
        <div key={at} style={{ whiteSpace: 'pre', minHeight: 28 }}>
          {drawnCode(line, LINE_LENGTH)}
        </div>
      ))}
    </div>
  );
}
