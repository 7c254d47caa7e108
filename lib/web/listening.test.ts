import { describe, expect, it } from 'vitest';
import { isLoopback, listeningLines, listenRefusal, ownUrlOf } from './listening';

const lines = (host: string, publicUrl: string | null = null, metricsPort: number | null = null) =>
  listeningLines({ host, port: 3000, publicUrl, metricsPort }).join('\n');

describe('listeningLines', () => {
  it('names the address, and no more while only this machine reaches it', () => {
    expect(lines('127.0.0.1')).toBe('Watchfloor is running at http://127.0.0.1:3000');
    expect(lines('::1')).toBe('Watchfloor is running at http://[::1]:3000');
    expect(lines('localhost')).toBe('Watchfloor is running at http://localhost:3000');
  });

  it.each(['0.0.0.0', '::', '192.0.2.7', '2001:db8::7'])(
    'warns that %s is open to others',
    (host) => {
      expect(lines(host)).toContain('everyone who reaches this port');
    },
  );

  it('says that it listens everywhere, with an address that opens', () => {
    expect(lines('0.0.0.0')).toContain('http://127.0.0.1:3000 and on every IPv4 address');
    expect(lines('::')).toContain('http://[::1]:3000 and on every address');
  });

  it('names the address that links have', () => {
    expect(lines('127.0.0.1', 'https://rules.example.org')).toContain('https://rules.example.org');
  });

  it('names the address of the metrics, if there are any', () => {
    expect(lines('0.0.0.0', null, 9464)).toContain('http://127.0.0.1:9464/metrics');
  });
});

describe('isLoopback', () => {
  it('tells this machine from others', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '::', '10.0.0.1', 'localhost.example'].some(isLoopback)).toBe(false);
  });
});

describe('ownUrlOf', () => {
  it('is an address that this machine reaches', () => {
    expect(ownUrlOf({ host: '192.0.2.7', port: 80 })).toBe('http://192.0.2.7:80');
    expect(ownUrlOf({ host: '::', port: 3000 })).toBe('http://[::1]:3000');
  });
});

describe('listenRefusal', () => {
  const at = { host: '192.0.2.7', port: 80 };
  it('says what to change', () => {
    expect(listenRefusal(at, 'EADDRINUSE')).toContain('PORT=81 npm start');
    expect(listenRefusal(at, 'EADDRNOTAVAIL')).toContain('HOST 192.0.2.7');
    expect(listenRefusal(at, 'EACCES')).toContain('PORT=3000');
    expect(listenRefusal(at, 'ENOTSUP')).toContain('ENOTSUP');
  });
});
