import type { Lexicon } from '@/lib/enrich/lexicon';
import { INVISIBLE } from '@/lib/text/invisible';
import { type ModelInput, type Part, TITLE } from './types';

/** What sentences about a rule may rest on and name. */
export interface Grounds {
  readonly ids: ReadonlySet<string>;
  /** The title and all citable text, in lower case, each run of blanks as one. */
  readonly text: string;
  /** Runs of words that the rule's author wrote. */
  readonly runs: ReadonlySet<string>;
  readonly lexicon: Lexicon;
}

const LONGEST = 400;
/** So many words in a row that a rule has too are a repetition. */
const RUN = 8;

export function groundsOf({ blocks }: ModelInput, lexicon: Lexicon): Grounds {
  const citable = blocks.filter((one) => one.citable);
  const named = blocks.filter(({ id, citable: isCitable }) => isCitable || id === TITLE);
  const own = blocks.filter(({ id }) => id === TITLE || id === 'rule' || id.startsWith('rule:'));
  return {
    ids: new Set(citable.map(({ id }) => id)),
    text: normal(named.map(({ text }) => text).join('\n')),
    runs: new Set(own.flatMap(({ text }) => runsOf(text))),
    lexicon,
  };
}

/** Why a sentence is not shown; null if it can be. `cites` are the ids that exist. */
export function dropReason(
  part: Part,
  text: string,
  cites: readonly string[],
  grounds: Grounds,
): string | null {
  return (
    formFault(part, text) ??
    (cites.length === 0 ? 'it cites nothing of the input' : null) ??
    steeringFault(text) ??
    (runsOf(prose(text)).some((run) => grounds.runs.has(run))
      ? 'it repeats the rule’s text'
      : null) ??
    namingFault(text, grounds)
  );
}

const prose = (text: string) => text.replace(/`[^`]*`/g, ' ');
const normal = (text: string) => text.toLowerCase().replace(/\s+/g, ' ');

/** Letters, digits and signs of English, with its typographic quotes and dashes. */
const ENGLISH = /^[\x20-\x7e\u2010-\u2015\u2018\u2019\u201c\u201d\u2026]*$/;
const UNSEEN = new RegExp(`[${INVISIBLE}]`, 'u');

function formFault(part: Part, text: string): string | null {
  const outside = prose(text);
  if (text.length > LONGEST) return `it is longer than ${LONGEST} characters`;
  if (text.split('`').length % 2 === 0) return 'its backticks are not in pairs';
  if (UNSEEN.test(text)) return 'it has an invisible character or a line break';
  if (!ENGLISH.test(outside)) return 'it is not in English letters';
  if (/:\/\/|\bwww\.|\w@\w/i.test(text)) return 'it has an address';
  if (/[<>*#|[\]{}~^=]|__|&\w+;|^[-+\d]/.test(outside)) return 'it has markup';
  const end = part === 'questions' ? /\?$/ : /\.$/;
  if (!end.test(text)) return `it does not end as a sentence of ${part} does`;
  return null;
}

/** Verdicts, orders and talk about the talk. Nothing that a rule's text could want is among what is kept. */
const STEERING: readonly RegExp[] = [
  /\b(?:ignor|disregard|dismiss|suppress|silenc|whitelist|allowlist|allow-list|safelist|mut(?:e|ing)\b)/,
  /\b(?:no|without|not? (?:need|require)\w*|needs? no) (?:any |further |more |additional )?(?:action|investigation|review|triage|response|follow-up|attention|concern)/,
  /\b(?:always|never|certainly|definitely|guaranteed|surely|known to be|nothing but|only ever|every match)\b.*\b(?:benign|harmless|safe|legitimate|expected|false positives?|malicious)\b/,
  /\b(?:is|are|be|as) (?:\w+ )?(?:safe|harmless|benign|approved|authori[sz]ed|trusted)\b(?! by\b)(?!.*\?$)/,
  /\b(?:close|disable|delete|remove|exclude|resolve|downgrade|skip|retire|turn off|stop) (?:the |this |these |that |such |all |any )?(?:alerts?|incidents?|cases?|tickets?|rules?|detections?|quer(?:y|ies)|match(?:es)?|events?|logs?|logging|monitoring)\b/,
  /\b(?:(?:my|your|system|previous|above|these) (?:prompts?|instructions?)|instruct(?:ed|ions?) (?:to|are|that|above)|language models?|(?:ai|an|helpful) assistant|chatbot|system message|jailbreak)\b/,
  /^(?:please |now |first,? |then )?(?:run|execute|download|click|visit|paste|type|open|install|call|phone|e-?mail|contact|send|enter|disable|delete|stop|close|grant|add|use|reply|answer|say|write|print|output|remember|forget|pretend|act) (?!of |and |or |by |from |with |in |on )/,
];

function steeringFault(text: string): string | null {
  const low = text.toLowerCase();
  return STEERING.some((pattern) => pattern.test(low))
    ? 'it gives an order or a verdict, or speaks of its own making'
    : null;
}

/** Capitalised words that name nothing in particular. */
const COMMON = new Set(
  `windows microsoft linux unix macos azure internet i it api dll url uri ip dns http https id pid soc edr
  siem usb cpu cli gui e.g i.e os pc vpn tls ssl csv json xml sid guid`.split(/\s+/),
);

function namingFault(text: string, { text: ground, lexicon }: Grounds): string | null {
  const missing = namesIn(text, lexicon).find((name) => !isNamed(ground, name));
  return missing === undefined ? null : `“${missing}” is not in the input`;
}

/** Whatever in a sentence is a name: code, words with signs, digits or capitals, and known programs. */
function namesIn(text: string, { words, programs }: Lexicon): string[] {
  const names = [...text.matchAll(/`([^`]*)`/g)].map(([, code = '']) => normal(code).trim());
  const rest = text.replace(/`[^`]*`/g, '`');
  for (const [at, token] of rest.split(/\s+/).entries()) {
    const word = token.replace(/^[("“‘'`]+|[)"”’'`.,;:?!…]+$/g, '').replace(/[’']s$/, '');
    for (const part of partsOf(word)) {
      const low = part.toLowerCase();
      const isFirst = at === 0 && part === partsOf(word)[0];
      const isOrdinary = COMMON.has(low) || (isFirst && isOrdinaryWord(words, low));
      if (programs.has(low) || (isName(part) && !isOrdinary)) names.push(low);
    }
  }
  return names.filter((name) => name !== '');
}

/** A word of the lexicon, or another form of one. */
function isOrdinaryWord(words: ReadonlySet<string>, low: string): boolean {
  const stem = low.replace(/(?:ies|es|s|ed|ing|er|ers)$/, '');
  return [low, stem, `${stem}e`, `${stem}y`].some((form) => form.length > 2 && words.has(form));
}

/** `parent-child` and `and/or` are two words; `-urlcache` and `C:\Temp` are one. */
function partsOf(word: string): string[] {
  return /^[A-Za-z]+(?:[-/–—][A-Za-z]+)+$/.test(word) ? word.split(/[-/–—]/) : [word];
}

const isName = (word: string) => /^[A-Z]|[a-z][A-Z]|[\d\\/_@$%&=:.+]|^-\w/.test(word);

/** Whether a name is in the text as a word of its own; of a plural, its singular. */
function isNamed(ground: string, name: string): boolean {
  return isWord(ground, name) || (/^[a-z]{2,}s$/.test(name) && isWord(ground, name.slice(0, -1)));
}

function isWord(ground: string, name: string): boolean {
  const isLetter = (sign: string) => /[a-z0-9]/.test(sign);
  for (let at = ground.indexOf(name); at >= 0; at = ground.indexOf(name, at + 1)) {
    const before = isLetter(ground.charAt(at - 1)) && isLetter(name.charAt(0));
    const after = isLetter(ground.charAt(at + name.length)) && isLetter(name.slice(-1));
    if (!before && !after) return true;
  }
  return false;
}

function runsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words
    .slice(0, Math.max(0, words.length - RUN + 1))
    .map((_, at) => words.slice(at, at + RUN).join(' '));
}
