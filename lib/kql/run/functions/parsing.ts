import { textGetter } from '../comparison/strings';
import { UnsupportedError } from '../syntax';
import type { Value } from '../values';
import { type FunctionTable, ofTexts } from './function-kinds';

export const PARSING_FUNCTIONS: FunctionTable = {
  parse_path: ofTexts(([text = '']) => parsePath(text)),
  parse_url: ofTexts(([text = '']) => parseUrl(text)),
  parse_command_line: ({ args, node }) => {
    const [text, parser] = args;
    if (!text || String(parser?.constant?.value).toLowerCase() !== 'windows') {
      throw new UnsupportedError('parse_command_line() runs with the parser "windows" only', node);
    }
    const read = textGetter(text);
    return (row, at, rows) => parseCommandLine(read(row, at, rows));
  },
};

/** https://learn.microsoft.com/kusto/query/parse-path-function */
function parsePath(path: string): Value {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(path)?.[1] ?? '';
  const local = scheme ? path.slice(scheme.length + 3) : path;
  const root = /^[A-Za-z]:/.exec(local)?.[0] ?? '';
  const stream = /:([^\\:/]+)$/.exec(local.slice(root.length))?.[1] ?? '';
  const bare = stream ? local.slice(0, local.length - stream.length - 1) : local;
  const cut = Math.max(bare.lastIndexOf('\\'), bare.lastIndexOf('/'));
  const file = bare.slice(cut + 1);
  const directory = cut === -1 ? '' : bare.slice(0, cut);
  const dot = file.lastIndexOf('.');
  return {
    Scheme: scheme,
    RootPath: root,
    DirectoryPath: directory,
    DirectoryName: directory.split(/[\\/]/).pop() ?? '',
    Filename: file,
    Extension: dot === -1 ? '' : file.slice(dot + 1),
    AlternateDataStreamName: stream,
  };
}

function parseUrl(url: string): Value {
  const found =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/)?)?(?:([^:@/?#]*)(?::([^@/?#]*))?@)?([^:/?#]*)(?::(\d+))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(
      url,
    );
  const [, scheme, user, password, host, port, path, query, fragment] = found ?? [];
  const parameters = Object.fromEntries(
    (query ?? '')
      .split('&')
      .filter(Boolean)
      .map((pair) => {
        const at = pair.indexOf('=');
        return at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
      }),
  );
  return {
    Scheme: scheme ?? '',
    Host: host ?? '',
    Port: port ?? '',
    Path: path ?? '',
    Username: user ?? '',
    Password: password ?? '',
    'Query Parameters': parameters,
    Fragment: fragment ?? '',
  };
}

/** Windows' rules: quotes group, a backslash before a quote escapes it. */
function parseCommandLine(text: string): Value {
  if (text.trim() === '') return null;
  const found = text.match(/(?:[^\s"\\]|\\+"?|"(?:[^"\\]|\\.)*"?)+/g) ?? [];
  return found.map((part) => part.replace(/\\"|"/g, (quote) => (quote === '"' ? '' : '"')));
}
