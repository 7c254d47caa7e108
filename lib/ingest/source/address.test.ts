import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { EXIT, SyncFailure } from '../failure';
import { Address } from './address';

function failure(act: () => unknown): SyncFailure {
  try {
    act();
  } catch (error) {
    if (error instanceof SyncFailure) return error;
    throw error;
  }
  throw new Error('no failure');
}

describe('Address', () => {
  it('prints no secret, however it is printed', () => {
    const address = Address.parse('https://example.org/a.tar.gz?token=secret#secret');
    const shown = 'https://example.org/a.tar.gz?token=…';
    expect(`${address}`).toBe(shown);
    expect(JSON.stringify({ address })).toBe(JSON.stringify({ address: shown }));
    expect(inspect({ address }, { depth: null, showHidden: true })).not.toContain('secret');
    expect(address.secretUrl.search).toBe('?token=secret');
  });

  it.each([
    'https://user:secret@example.org/a',
    'https://secret@example.org/a',
    'https://:secret@example.org/a',
    'https:user:secret@example.org/a',
  ])('refuses %s and names the variable for a token', (text) => {
    const { message, next, exitCode } = failure(() => Address.parse(text));
    expect(message).toBe('https://example.org/a contains a user name or password');
    expect(next).toMatch(/SYNC_TOKEN/);
    expect(exitCode).toBe(EXIT.usage);
  });

  it.each([
    ['http://user:secret@example.org/a', 'http://example.org/a'],
    ['ftp://user:secret@example.org/a', 'ftp://example.org/a'],
    ['https://user:secret@exa mple.org/', 'https:…'],
  ])('refuses %s as not encrypted or not valid', (text, shown) => {
    expect(failure(() => Address.parse(text)).message).toBe(`${shown} is not an https URL`);
  });

  it('tells addresses apart that differ in a secret only', () => {
    const [one, other] = ['a', 'b'].map((key) => Address.parse(`https://example.org/?k=${key}`));
    expect(one?.fingerprint).not.toBe(other?.fingerprint);
  });

  it('follows a redirect to a path or to another host', () => {
    const address = Address.parse('https://example.org/a');
    expect(`${address.redirect('/b')}`).toBe('https://example.org/b');
    expect(`${address.redirect('https://other.example/c?sig=secret')}`).toBe(
      'https://other.example/c?sig=…',
    );
  });

  it.each([
    ['http://127.0.0.1:8080/?secret', /which is on this machine/],
    ['https://localhost/secret?secret', /which is on this machine/],
    ['http://169.254.169.254/a?secret', /is not an https URL/],
    ['https://user:secret@other.example/', /contains a user name or password/],
    ['https://[secret', /is not an https URL/],
  ])('does not follow a redirect to %s', (location, message) => {
    const error = failure(() => Address.parse('https://example.org/a').redirect(location));
    expect(error.message).toMatch(message);
    expect(error.exitCode).toBe(EXIT.source);
    expect(error.message).not.toMatch(/\?secret|:secret|\[secret/);
  });
});
