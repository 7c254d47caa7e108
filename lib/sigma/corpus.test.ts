import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkRule } from './check-rule';
import { createMatcher } from './match-rule';
import { parseRules } from './parse-rules';
import type { DetectionRule, ParsedDocument } from './types';

/** SigmaHQ's archives, if present beside the repository. */
const FOLDER = fileURLToPath(new URL('../../../shared/reference/sigma/', import.meta.url));
const archives = existsSync(FOLDER)
  ? readdirSync(FOLDER).filter((name) => name.endsWith('.tar.gz'))
  : [];
const RULE_PATH = /^[^/]+\/((rules(?:-[a-z-]+)?|deprecated|unsupported)\/.*\.yml)$/;

interface RuleFile {
  readonly path: string;
  readonly folder: string;
  readonly text: string;
}

async function readArchive(name: string): Promise<RuleFile[]> {
  const files: RuleFile[] = [];
  const entries = extract();
  createReadStream(FOLDER + name)
    .pipe(createGunzip())
    .pipe(entries);
  for await (const entry of entries) {
    const [, path, folder] = RULE_PATH.exec(entry.header.name) ?? [];
    const chunks: Buffer[] = [];
    if (path && folder) for await (const chunk of entry) chunks.push(chunk as Buffer);
    else entry.resume();
    if (path && folder) files.push({ path, folder, text: Buffer.concat(chunks).toString('utf8') });
  }
  return files;
}

if (archives.length === 0) {
  describe('the rules of SigmaHQ', () => {
    it.skip('are read (no archive of them in ../shared/reference/sigma)', () => undefined);
  });
}

describe.each(archives)('the rules of %s', (archive) => {
  let files: RuleFile[] = [];
  let documents: { file: RuleFile; document: ParsedDocument }[] = [];

  beforeAll(async () => {
    files = await readArchive(archive);
    documents = files.flatMap((file) =>
      parseRules(file.text).map((document) => ({ file, document })),
    );
  });

  const errorsOf = (document: ParsedDocument) =>
    document.diagnostics.filter((one) => one.severity === 'error').map((one) => one.code);

  it('parse without an error in every folder of rules', () => {
    expect(files.length).toBeGreaterThan(3000);
    const wrong = documents.filter(
      ({ file, document }) =>
        file.folder.startsWith('rules') && (!document.rule || errorsOf(document).length > 0),
    );
    expect(wrong.map(({ file, document }) => [file.path, errorsOf(document)])).toEqual([]);
  });

  it('fail to parse elsewhere only if they use Sigma 1 syntax', () => {
    const unread = documents.filter(({ document }) => !document.rule);
    const legacyFiles = new Set(
      unread
        .filter(({ document }) => errorsOf(document).includes('sigma/legacy-syntax'))
        .map(({ file }) => file.path),
    );
    expect(unread.filter(({ file }) => !legacyFiles.has(file.path))).toEqual([]);
    // A rule that cannot be matched can still be listed.
    for (const { document } of unread) expect(document.metadata?.text).not.toBe('');
  });

  it('keep their text byte for byte, and parse the same from it', () => {
    documents.forEach(({ file, document }, place) => {
      const text = file.text.slice(document.span.start, document.span.end);
      if (document.metadata?.text !== text) expect(document.metadata?.text).toBe(text);
      // Comparing is slow, so compare one rule in twenty.
      if (place % 20 === 0) expect(parseRules(text)[0]?.rule).toEqual(document.rule);
    });
  });

  it('have spans that cover what was written there', () => {
    for (const { document } of documents) {
      if (document.rule?.kind !== 'detection') continue;
      for (const { name, span } of document.rule.selections) {
        if (!document.rule.text.startsWith(name, span.start)) expect(span).toBe(name);
      }
    }
  });

  it('have few lint warnings', () => {
    const warnings = documents.flatMap(({ file, document: { rule } }) =>
      rule && file.folder.startsWith('rules')
        ? checkRule(rule, file.text).filter((one) => one.severity === 'warning')
        : [],
    );
    expect(new Set(warnings.map((one) => one.code))).toEqual(new Set(['sigma/redundant-wildcard']));
    expect(warnings.length).toBeLessThan(20);
  });

  it('compile into one matcher', () => {
    const rules = documents.flatMap(({ document: { rule } }) =>
      rule?.kind === 'detection' ? [rule] : [],
    );
    const matcher = createMatcher(rules as DetectionRule[]);
    const matched = matcher.match({
      product: 'windows',
      category: 'process_creation',
      service: 'sysmon',
      fields: {
        Image: 'C:\\Windows\\System32\\whoami.exe',
        OriginalFileName: 'whoami.exe',
        CommandLine: 'whoami /priv',
        ParentImage: 'C:\\Windows\\System32\\cmd.exe',
        User: 'CONTOSO\\ann',
        IntegrityLevel: 'High',
      },
      text: '',
      time: '2026-01-02T03:04:05Z',
    });
    expect(matched.map((rule) => rule.id)).toContain('97a80ec7-0e2f-4d05-9ef4-65760e634f6b');
  });
});
