import { currentKnowledge } from './knowledge/current-knowledge';
import type { Advice } from './knowledge/file-schema';

/** What tells a name from an ordinary word. All in lower case. */
export interface Lexicon {
  /** Words that sentences of `content/knowledge` have in lower case, outside of code. */
  readonly words: ReadonlySet<string>;
  /** Programs, without `.exe`, whose names are no ordinary words. */
  readonly programs: ReadonlySet<string>;
}

/** Programs whose names mean something else in a sentence. */
const ORDINARY = new Set(
  `at attrib brave bun calculator cat certify clip code consent control defaults dialer expand file find
  finger head hostname id install ip less magnify maxthon more narrator net opera outlook perl ping query
  replace reg route ruby safari screen service services set shutdown slack sort strings tail teams telnet
  touch tree truncate unlink update users vibes w whale who word write last ed control fish dash ash`
    .split(/\s+/)
    .filter(Boolean),
);

let lexicon: Lexicon | null = null;

export function currentLexicon(): Lexicon {
  lexicon ??= readLexicon();
  return lexicon;
}

function readLexicon(): Lexicon {
  const { advice, techniques, actions, programs, records } = currentKnowledge();
  const behaviours = [...techniques.values(), ...actions];
  const said = (list: readonly Advice[]) =>
    list.flatMap(({ text, otherwise }) => (otherwise ? [text, otherwise] : [text]));
  const sentences = [
    ...[...advice.values()].flatMap(({ benign, triage }) => said([...benign, ...triage])),
    ...behaviours.flatMap((one) => [
      one.does,
      one.needs,
      one.follows,
      ...said([...one.benign, ...one.refutes, ...one.questions, ...one.response]),
    ]),
    ...[...programs.values()].flatMap((one) => [
      one.what,
      one.lives,
      one.started,
      one.next,
      ...one.tells,
      ...[...one.uses, ...one.abuse].map(({ text }) => text),
    ]),
    ...[...records.values()].flatMap((one) => [one.records, ...one.misses, ...one.enable]),
  ];
  const named = [...programs.keys()].map((name) => name.replace(/\.exe$/, ''));
  const unusual = new Set(named.filter((name) => !ORDINARY.has(name)));
  const words = new Set(
    sentences
      .flatMap((text) => text.replace(/`[^`]*`/g, ' ').match(/(?<![\w.-])[a-z]+(?![\w.])/g) ?? [])
      .filter((word) => !unusual.has(word)),
  );
  return { words, programs: unusual };
}
