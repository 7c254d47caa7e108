import { isJoint } from '../../stored/joints';
import type { Catalog } from '../catalog';

/** Every word of the rules' texts and queries, in small letters. */
export interface Words {
  /** False in a catalog of an older version until it is synced again. */
  readonly hasJoints: boolean;
  /** The words with this part, which begins or ends them where that is asked for. */
  with(part: string, at: { readonly start: boolean; readonly end: boolean }): string[];
}

/** Reads the words that the catalog has now. */
export async function readWords(catalog: Catalog): Promise<Words> {
  const rows = await catalog.$queryRaw<{ term: string }[]>`SELECT term FROM Word`;
  const words = rows.map(({ term }) => term).filter((term) => !isJoint(term));
  return wordList(words, words.length < rows.length);
}

/** The words as one text, which is smaller than a list and faster to look through. */
export function wordList(words: readonly string[], hasJoints: boolean): Words {
  const text = `\n${words.join('\n')}\n`;
  return {
    hasJoints,
    with(part, { start, end }) {
      const wanted = `${start ? '\n' : ''}${part}${end ? '\n' : ''}`;
      const found: string[] = [];
      let at = text.indexOf(wanted);
      while (at !== -1) {
        const from = start ? at + 1 : text.lastIndexOf('\n', at) + 1;
        const to = text.indexOf('\n', from);
        found.push(text.slice(from, to));
        at = text.indexOf(wanted, to);
      }
      return found;
    },
  };
}
