import { describe, expect, it } from 'vitest';
import { sourceName, upstreamUrl } from './source-link';

const commit = '8eaafff1f2845a696050e05e72ba1140ee190698';

describe('upstreamUrl', () => {
  it('links a file of a GitHub source at its commit', () => {
    expect(upstreamUrl('github:SigmaHQ/sigma@master', commit, 'rules/windows/a b.yml')).toBe(
      `https://github.com/SigmaHQ/sigma/blob/${commit}/rules/windows/a%20b.yml`,
    );
  });

  it('has no link for a folder', () => {
    expect(upstreamUrl('my-rules', null, 'rules/a.yml')).toBeNull();
  });
});

describe('sourceName', () => {
  it('names a repository called sigma after its owner', () => {
    expect(sourceName('github:SigmaHQ/sigma')).toBe('SigmaHQ');
    expect(sourceName('github:acme/detections')).toBe('acme/detections');
    expect(sourceName('starter')).toBe('Watchfloor starter rules');
  });
});
