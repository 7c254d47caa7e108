import {
  createHighlighterCore,
  type LanguageRegistration,
  type ThemeRegistrationAny,
} from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import kusto from 'shiki/langs/kusto.mjs';

export type CodeLanguage = 'yaml' | 'kusto' | 'json' | 'hcl' | 'bicep' | 'powershell';

const EXTENSIONS = new Map<string, CodeLanguage>([
  ['json', 'json'],
  ['bicep', 'bicep'],
  ['tf', 'hcl'],
  ['ps1', 'powershell'],
  ['kql', 'kusto'],
]);

/** The language of a file, by its name; YAML for names that tell nothing. */
export function languageOf(fileName: string): CodeLanguage {
  return EXTENSIONS.get(fileName.slice(fileName.lastIndexOf('.') + 1)) ?? 'yaml';
}

export interface CodeToken {
  readonly text: string;
  /** One of the token classes of globals.css; null for plain text. */
  readonly kind: string | null;
}

const PLAIN = '-';

/** Scopes of the grammars → a token class. The classes carry the colours of both themes. */
const SCOPES = {
  'entity.name.tag': 'k',
  'support.type.property-name': 'k',
  string: 's',
  'string punctuation.definition.string': 's',
  'constant.numeric': 'n',
  'constant.language': 'n',
  keyword: 'w',
  storage: 'w',
  'support.function': 'f',
  comment: 'c',
  'comment punctuation': 'c',
  punctuation: 'p',
} as const;

const theme: ThemeRegistrationAny = {
  name: 'classes',
  type: 'dark',
  fg: PLAIN,
  bg: PLAIN,
  settings: [
    { settings: { foreground: PLAIN } },
    ...Object.entries(SCOPES).map(([scope, foreground]) => ({ scope, settings: { foreground } })),
  ],
};

// Rules are untrusted text: long lines stay plain, and each line has a time limit.
const LIMITS = { tokenizeMaxLineLength: 2000, tokenizeTimeLimit: 100 };
const MAX_LENGTH = 200_000;
const REMEMBERED = 400;

/**
 * KQL's string literals. Backslashes escape nothing in a verbatim string, whose quotes are doubled, and no
 * string but one in three backticks goes over the end of its line.
 * https://learn.microsoft.com/kusto/query/scalar-data-types/string
 */
const KUSTO_STRINGS = {
  patterns: [
    { begin: '[hH]?```', end: '```', name: 'string.quoted.multi.kusto' },
    {
      match: `[hH]?@(?:"(?:[^"]|"")*(?:"|$)|'(?:[^']|'')*(?:'|$))`,
      name: 'string.quoted.verbatim.kusto',
    },
    {
      match: String.raw`[hH]?(?:"(?:[^"\\]|\\.)*(?:"|$)|'(?:[^'\\]|\\.)*(?:'|$))`,
      name: 'string.quoted.kusto',
    },
  ],
};

/** shiki's grammar with our strings, which go before its keywords and before what it takes across them. */
function withOurStrings(grammar: LanguageRegistration): LanguageRegistration {
  return {
    ...grammar,
    patterns: [{ include: '#Strings' }, ...(grammar.patterns ?? [])],
    repository: Object.assign({}, grammar.repository, { Strings: KUSTO_STRINGS }),
  };
}

const created = createHighlighterCore({
  themes: [theme],
  langs: [
    import('shiki/langs/yaml.mjs'),
    kusto.map(withOurStrings),
    import('shiki/langs/json.mjs'),
    import('shiki/langs/hcl.mjs'),
    import('shiki/langs/bicep.mjs'),
    import('shiki/langs/powershell.mjs'),
  ],
  engine: createJavaScriptRegexEngine({ forgiving: true }),
});

/** The highlighter, once it has compiled its expressions: that takes longer than a line may. */
const highlighter = created.then((ready) => {
  for (const lang of ['yaml', 'kusto', 'json'] satisfies CodeLanguage[]) {
    ready.codeToTokens('a: "b" // c', { lang, theme: 'classes', tokenizeTimeLimit: 0 });
  }
  return ready;
});

const remembered = new Map<string, readonly (readonly CodeToken[])[]>();

/** A text's lines as tokens. */
export async function highlight(
  text: string,
  language: CodeLanguage,
): Promise<readonly (readonly CodeToken[])[]> {
  if (text.length > MAX_LENGTH) {
    return text.split('\n').map((line) => [{ text: line, kind: null }]);
  }
  const key = `${language} ${text}`;
  const known = remembered.get(key);
  if (known) return known;
  const { tokens } = (await highlighter).codeToTokens(text, {
    lang: language,
    theme: 'classes',
    ...LIMITS,
  });
  const lines = tokens.map((line) => mergeTokens(line));
  if (remembered.size >= REMEMBERED) remembered.delete(remembered.keys().next().value ?? '');
  remembered.set(key, lines);
  return lines;
}

function mergeTokens(line: readonly { content: string; color?: string }[]): CodeToken[] {
  const merged: { text: string; kind: string | null }[] = [];
  for (const { content, color } of line) {
    const kind = !color || color === PLAIN ? null : color;
    const last = merged.at(-1);
    // White space has no colour of its own: it joins the token before it.
    if (last && (last.kind === kind || content.trim() === '')) last.text += content;
    else merged.push({ text: content, kind });
  }
  return merged;
}
