import { describe, expect, it } from 'vitest';
import { repositoryOf, sourceName, upstreamUrl } from './source-link';

const commit = '8eaafff1f2845a696050e05e72ba1140ee190698';

describe('upstreamUrl', () => {
  it('links a file of a GitHub source at its commit', () => {
    expect(upstreamUrl('github:SigmaHQ/sigma@master', commit, 'rules/windows/a b.yml')).toBe(
      `https://github.com/SigmaHQ/sigma/blob/${commit}/rules/windows/a%20b.yml`,
    );
  });

  it('recognizes a GitHub tarball by its name and the commit inside', () => {
    expect(repositoryOf('SigmaHQ-sigma-8eaafff1f.tar.gz', commit)).toEqual({
      owner: 'SigmaHQ',
      name: 'sigma',
    });
  });

  it('does not trust a name with a different commit', () => {
    expect(upstreamUrl('SigmaHQ-sigma-0e3b749e0.tar.gz', commit, 'rules/a.yml')).toBeNull();
  });

  it('has no link for a folder', () => {
    expect(upstreamUrl('my-rules', null, 'rules/a.yml')).toBeNull();
  });
});

describe('sourceName', () => {
  it('names a repository called sigma after its owner', () => {
    expect(sourceName('github:SigmaHQ/sigma', null)).toBe('SigmaHQ');
    expect(sourceName('github:acme/detections', null)).toBe('acme/detections');
    expect(sourceName('starter', null)).toBe('Watchfloor starter rules');
  });
});
