import { describe, expect, it } from 'vitest';
import { compileColumn, compileConnector, valueTable } from './compile-connector';
import { EventReader } from './event-reader';
import type { ColumnEntry, ConnectorEntry } from './file-schema';

const tables = new Map([['clients', valueTable({ IMAP: 'IMAP4' })]]);

function reader(event: Readonly<Record<string, unknown>>): EventReader {
  return new EventReader({ product: 'acme', category: null, service: 'audit', event });
}

function read(entry: ColumnEntry, event: Readonly<Record<string, unknown>>): unknown {
  return compileColumn(entry, tables)(reader(event));
}

describe('a column', () => {
  const event = {
    user: { name: 'Ann', roles: ['a', 'b'] },
    'literal.name': 7,
    flag: false,
    json: '{"a":1}',
    path: '/usr/bin/nc',
    client: 'imap',
    message: 'one line',
  };

  it('is the text at a path, nested or one literal name', () => {
    expect(read('user.name', event)).toBe('Ann');
    expect(read('literal.name', event)).toBe('7');
  });

  it('is the first of several paths that the event has', () => {
    expect(read(['account', 'user.name', 'client'], event)).toBe('Ann');
    expect(read(['account', 'login'], event)).toBeUndefined();
  });

  it('is objects and lists as JSON when it is text', () => {
    expect(read('user', event)).toBe('{"name":"Ann","roles":["a","b"]}');
  });

  it('is the value as it is', () => {
    expect(read({ from: 'flag', as: 'value' }, event)).toBe(false);
    expect(read({ from: 'user.roles', as: 'value' }, event)).toEqual(['a', 'b']);
  });

  it('is JSON text parsed, and other text as it is', () => {
    expect(read({ from: 'json', as: 'parsed' }, event)).toEqual({ a: 1 });
    expect(read({ from: 'client', as: 'parsed' }, event)).toBe('imap');
    expect(read({ from: 'json', as: 'parsed' }, { json: '{"a":' })).toBe('{"a":');
  });

  it('is a list, or the JSON of a list, even of one value', () => {
    expect(read({ from: 'client', as: 'list' }, event)).toEqual(['imap']);
    expect(read({ from: 'user.roles', as: 'list' }, event)).toEqual(['a', 'b']);
    expect(read({ from: 'client', as: 'list-text' }, event)).toBe('["imap"]');
    expect(read({ from: 'none', as: 'list-text' }, event)).toBeUndefined();
  });

  it('is the last element of a path, or lower-case text', () => {
    expect(read({ from: 'path', as: 'file-name' }, event)).toBe('nc');
    expect(read({ from: 'user.name', as: 'lower-case' }, event)).toBe('ann');
  });

  it('is the line of a text log, or the whole event', () => {
    expect(read({ whole: 'line' }, event)).toBe('one line');
    expect(read({ whole: 'event' }, event)).toEqual(event);
    expect(read({ whole: 'event', as: 'text' }, { a: 1 })).toBe('{"a":1}');
  });

  it('is the whole event with other members', () => {
    const entry: ColumnEntry = { whole: 'event', with: { a: 'b', c: 'none' } };
    expect(read(entry, { a: 1, b: 2, c: 3 })).toEqual({ a: '2', b: 2 });
  });

  it('is an object that omits members without a value', () => {
    const entry: ColumnEntry = { object: { who: 'user.name', kind: { constant: 1 }, no: 'none' } };
    expect(read(entry, event)).toEqual({ who: 'Ann', kind: 1 });
    expect(read({ ...entry, as: 'list' }, event)).toEqual([{ who: 'Ann', kind: 1 }]);
    expect(read({ ...entry, as: 'text' }, event)).toBe('{"who":"Ann","kind":1}');
  });

  it('translates values whatever their case, and keeps or drops values that are not listed', () => {
    expect(read({ from: 'client', values: 'clients' }, event)).toBe('IMAP4');
    expect(read({ from: 'path', values: 'clients' }, event)).toBe('/usr/bin/nc');
    expect(read({ from: 'path', values: 'clients', unlisted: 'omit' }, event)).toBeUndefined();
    expect(read({ from: 'flag', values: { false: 0 } }, event)).toBe(0);
  });

  it('does not find the members of every object in a table of values', () => {
    const entry: ColumnEntry = { from: 'name', values: 'clients' };
    expect(read(entry, { name: 'constructor' })).toBe('constructor');
    expect(read(entry, { name: '__proto__' })).toBe('__proto__');
  });

  it('falls back to a default when the event has no value', () => {
    expect(read({ from: 'none', absent: 'x' }, event)).toBe('x');
    expect(read({ from: 'client', absent: 'x' }, event)).toBe('imap');
  });

  it('is the result of a named computation', () => {
    expect(read({ computed: 'firewallAllows' }, { action: 'drop' })).toBe(false);
    const words = { true: 'Allow', false: 'Deny' };
    expect(read({ computed: 'firewallAllows', values: words }, { action: 'drop' })).toBe('Deny');
  });
});

describe('a row', () => {
  const entry: ConnectorEntry = {
    logsources: [{ product: 'acme', service: 'audit' }],
    target: 'sentinel',
    source: 'https://docs.test/acme',
    time: ['TimeGenerated', 'EventTime'],
    constants: { Type: 'Acme_CL' },
    columns: { Name: 'user', Empty: 'none' },
  };
  const row = (more: Partial<ConnectorEntry>, event: Readonly<Record<string, unknown>>) =>
    compileConnector({ ...entry, ...more }, 'Acme_CL', tables)[0]?.row(reader(event));

  it('has its time, its constants and the columns that have a value', () => {
    expect(row({}, { user: 'ann', time: '2026-01-01T00:00:00Z' })).toEqual({
      TimeGenerated: '2026-01-01T00:00:00.000Z',
      EventTime: '2026-01-01T00:00:00.000Z',
      Type: 'Acme_CL',
      Name: 'ann',
    });
    expect(row({}, {})).toEqual({ Type: 'Acme_CL' });
  });

  it('is the same in every table that has it', () => {
    const made = compileConnector({ ...entry, alsoIn: ['Acme2_CL'] }, 'Acme_CL', tables);
    expect(made.map(({ table }) => table)).toEqual(['Acme_CL', 'Acme2_CL']);
    expect(made[0]).toMatchObject({
      logsources: [{ product: 'acme', category: null, service: 'audit' }],
      origin: 'recorded',
    });
  });

  it('is written only for events that meet the conditions', () => {
    const only = [{ field: 'app', is: 'Login' }];
    expect(row({ only }, { app: 'LOGIN' })).not.toBeNull();
    expect(row({ only }, { app: 'admin' })).toBeNull();
    expect(row({ only }, {})).toBeNull();
    expect(row({ only: [{ field: 'app', is: 'Login', orAbsent: true }] }, {})).not.toBeNull();
    expect(row({ only: [{ field: 'app', in: 'clients' }] }, { app: 'imap' })).not.toBeNull();
    expect(row({ only: [{ field: 'app', in: 'clients' }] }, { app: 'pop3' })).toBeNull();
  });
});
