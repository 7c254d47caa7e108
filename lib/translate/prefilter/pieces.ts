import type { Expression } from '@/lib/kql';
import type { Piece } from './terms';

type Comparison = Extract<Expression, { kind: 'compare' }>;

interface Demand {
  /** Each must occur in the value. */
  readonly pieces: readonly Piece[];
  /** The comparison folds letters beyond ASCII. */
  readonly foldsAllLetters: boolean;
}

/** The literal pieces of text that a positive comparison demands; null for other comparisons. */
export function demandOf({ operator, right }: Comparison): Demand | null {
  if (right.kind !== 'string' || right.value === '') return null;
  const { value: text } = right;
  const whole = (atStart: boolean, atEnd: boolean): Demand => ({
    pieces: [{ text, atStart, atEnd }],
    foldsAllLetters: false,
  });
  switch (operator) {
    case '==':
    case '=~':
      return whole(true, true);
    case 'startswith':
    case 'startswith_cs':
      return whole(true, false);
    case 'endswith':
    case 'endswith_cs':
      return whole(false, true);
    case 'contains':
    case 'contains_cs':
      return whole(false, false);
    case 'matches regex':
      return demandOfRegex(text);
    default:
      return null;
  }
}

/**
 * The literal pieces of a regular expression that has nothing but literal text, `.` and `.*`. Any other
 * construct can make a part optional, so there is no demand.
 */
function demandOfRegex(regex: string): Demand | null {
  const [head = '', flags = ''] = /^\(\?([is]+)\)/.exec(regex) ?? [];
  const source = regex.slice(head.length);
  const pieces: Piece[] = [];
  let text = '';
  let atStart = false;
  const end = (atEnd: boolean): void => {
    if (text !== '') pieces.push({ text, atStart, atEnd });
    text = '';
    atStart = false;
  };
  for (let at = 0; at < source.length; at++) {
    const character = source[at] ?? '';
    if (character === '^' && at === 0) atStart = true;
    else if (character === '$' && at === source.length - 1) end(true);
    else if (character === '.') {
      end(false);
      if (/[*+]/.test(source[at + 1] ?? '')) at++;
      if (/[?{]/.test(source[at + 1] ?? '')) return null;
    } else {
      const escaped = character === '\\' ? source[++at] : character;
      if (escaped === undefined || (character === '\\' && /\w/.test(escaped))) return null;
      if (character !== '\\' && /[()[\]{}|*+?^$]/.test(character)) return null;
      if (/[*+?{]/.test(source[at + 1] ?? '')) return null;
      text += escaped;
    }
  }
  end(false);
  return { pieces, foldsAllLetters: flags.includes('i') };
}
