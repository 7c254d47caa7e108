import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import type { ServedFile } from './file-server';

process.once('message', (files: readonly ServedFile[]) => {
  const byPath = new Map(
    files.map(({ file, type, encoding }, at) => {
      const body = readFileSync(file);
      const headers = {
        'content-type': type,
        'content-length': body.length,
        ...(encoding ? { 'content-encoding': encoding } : {}),
      };
      return [`/${at}`, { headers, body }];
    }),
  );
  const server = createServer(({ url = '' }, response) => {
    const found = byPath.get(url);
    if (found) response.writeHead(200, found.headers).end(found.body);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
});
process.on('disconnect', () => process.exit(0));
