import { createHighlighterCore, type ThemeRegistrationAny } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';

export type CodeLanguage = 'yaml' | 'kusto' | 'json' | 'hcl' | 'bicep' | 'powershell';

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

const highlighter = createHighlighterCore({
  themes: [theme],
  langs: [
    import('shiki/langs/yaml.mjs'),
    import('shiki/langs/kusto.mjs'),
    import('shiki/langs/json.mjs'),
    import('shiki/langs/hcl.mjs'),
    import('shiki/langs/bicep.mjs'),
    import('shiki/langs/powershell.mjs'),
  ],
  engine: createJavaScriptRegexEngine({ forgiving: true }),
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
