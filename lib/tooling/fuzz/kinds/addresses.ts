import { SyncFailure } from '@/lib/ingest/failure';
import { parseSource, sourceLabel } from '@/lib/ingest/source';
import { BrokenPromise, type FuzzKind } from '../fuzz-kind';
import { hostileText, word } from '../hostile-text';
import type { Random } from '../random';

const SECRET = 'hunter2SECRET';

/** Addresses of sources: read or refused, and a secret in one is never printed. */
export function addressesKind(): FuzzKind {
  return {
    name: 'addresses',
    make: address,
    attempt(text) {
      try {
        const label = sourceLabel(parseSource(text, '/nonexistent'));
        if (label.includes(SECRET)) throw new BrokenPromise(`the label shows the secret\n${label}`);
      } catch (error) {
        if (!(error instanceof SyncFailure)) throw error;
        const shown = `${error.message} ${error.next}`;
        if (shown.includes(SECRET))
          throw new BrokenPromise(`the message shows the secret\n${shown}`);
      }
    },
  };
}

function address(random: Random): string {
  const scheme = random.pick([
    'https://',
    'http://',
    'HTTPS://',
    'https:/',
    'ftp://',
    'file://',
    'github:',
    '//',
    'hTTps:\\\\',
  ]);
  const secret = random.pick([
    `user:${SECRET}@`,
    `${SECRET}@`,
    `:${SECRET}@`,
    `user%3A${SECRET}%40`,
    '',
  ]);
  const host = random.pick([
    'example.org',
    'example.org:8443',
    '[::1]',
    '127.0.0.1',
    'GİT.example',
    hostileText(random),
  ]);
  const rest = random
    .pick([
      '/a.tar.gz',
      `/a.tar.gz?token=${SECRET}`,
      `/a.tar.gz?x=1&access_token=${SECRET}#${SECRET}`,
      `/a.tar.gz#${SECRET}`,
      `/${word(random)}@${SECRET}`,
      '',
    ])
    .replace(`@${SECRET}`, '@main');
  return `${scheme}${secret}${host}${rest}`;
}
