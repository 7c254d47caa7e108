import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packedRepository, profileOf, readProfiles, resolveSources } from './profile';

const shipped = readProfiles(process.cwd(), null);
const folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-profiles-'));

function ownFile(text: string): string {
  const file = path.join(folder, 'sources.yml');
  writeFileSync(file, text);
  return file;
}

describe('the sources with a name', () => {
  it('are those that Watchfloor ships, of which only SigmaHQ’s are in the feed by themselves', () => {
    expect(shipped.map(({ id }) => id)).toEqual([
      ...['sigmahq', 'lolrmm', 'loldrivers', 'hayabusa', 'mdecrevoisier'],
      ...['dfir-report', 'mbabinski', 'tsale', 'starter'],
    ]);
    expect(shipped.filter(({ inFeed }) => inFeed).map(({ id }) => id)).toEqual([
      'sigmahq',
      'starter',
    ]);
  });

  it('can be replaced and added to by the operator', () => {
    const file = ownFile(
      '- { id: lolrmm, name: Ours, from: github:acme/lolrmm }\n- { id: acme, name: Acme, from: ./rules, trust: own }\n',
    );
    const all = readProfiles(process.cwd(), file);
    expect(all.filter(({ id }) => id === 'lolrmm')).toMatchObject([{ name: 'Ours', inFeed: true }]);
    expect(all.find(({ id }) => id === 'acme')).toMatchObject({ trust: 'own', licence: null });
  });

  it('name the file, the line and what is wrong', () => {
    const file = ownFile('- id: acme\n  name: Acme\n  from: github:acme/rules\n  trust: blind\n');
    expect(() => readProfiles(process.cwd(), file)).toThrow(/sources\.yml:4 0\.trust/);
    expect(() => readProfiles(process.cwd(), path.join(folder, 'absent.yml'))).toThrow(
      /absent\.yml/,
    );
  });
});

describe('a list of sources', () => {
  it('takes names and everything that a single source can be', () => {
    const [named, repository, local] = resolveSources(
      ['lolrmm', 'github:acme/rules', folder],
      shipped,
      '/',
    );
    expect(named).toMatchObject({
      profile: { id: 'lolrmm' },
      source: { kind: 'github', owner: 'magicsword-io', name: 'LOLRMM' },
    });
    expect(repository).toMatchObject({ profile: null, source: { kind: 'github', owner: 'acme' } });
    expect(local).toMatchObject({ profile: null, source: { kind: 'directory', path: folder } });
  });

  it('refuses a source that is named twice', () => {
    expect(() => resolveSources(['sigmahq', 'github:SigmaHQ/sigma'], shipped, '/')).toThrow(
      /Two sources are github:SigmaHQ\/sigma/,
    );
  });
});

describe('the profile of a source without a name', () => {
  const directory = { kind: 'directory', path: folder } as const;

  it('is that of the repository it comes from, in any letter case', () => {
    const source = { kind: 'github', owner: 'sigmahq', name: 'Sigma', ref: 'v1' } as const;
    expect(profileOf(source, source, shipped).id).toBe('sigmahq');
    expect(profileOf(directory, { owner: 'SigmaHQ', name: 'sigma' }, shipped).id).toBe('sigmahq');
  });

  it('claims no licence, and calls a folder your own', () => {
    expect(profileOf(directory, null, shipped)).toMatchObject({
      id: path.basename(folder),
      licence: null,
      trust: 'own',
      inFeed: true,
    });
    const source = { kind: 'github', owner: 'acme', name: 'rules', ref: null } as const;
    expect(profileOf(source, source, shipped)).toMatchObject({
      id: 'github:acme/rules',
      homepage: 'https://github.com/acme/rules',
      trust: 'community',
    });
  });
});

describe('the repository of an archive', () => {
  const commit = '8eaafff1f2845a696050e05e72ba1140ee190698';

  it('is read from the folder that GitHub packs it in, if the commit agrees', () => {
    expect(packedRepository('SigmaHQ-sigma-8eaafff', commit, shipped)).toEqual({
      owner: 'SigmaHQ',
      name: 'sigma',
    });
    expect(packedRepository('SigmaHQ-sigma-0e3b749', commit, shipped)).toBeNull();
    expect(packedRepository('rules', commit, shipped)).toBeNull();
    expect(packedRepository(null, null, shipped)).toBeNull();
  });

  it('is certain for hyphenated names only if a named source settles it', () => {
    expect(packedRepository('magicsword-io-LOLRMM-8eaafff', commit, shipped)).toEqual({
      owner: 'magicsword-io',
      name: 'LOLRMM',
    });
    expect(packedRepository('acme-corp-rules-8eaafff', commit, shipped)).toBeNull();
  });
});
