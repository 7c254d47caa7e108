import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EXIT } from './failure';
import { fetchAttack } from './load-attack';

const WHOLE = '{"type":"bundle","id":"bundle--0","objects":[]}';
const CUT = WHOLE.slice(0, 30);

let folder: string;
let server: Server;
let body: string;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-attack-test-'));
  body = WHOLE;
  server = createServer((_request, response) => response.end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const fetchFrom = (attack: string, knownHash?: string) =>
  fetchAttack(attack, folder, { content: 'content', cache: folder, http: { tries: 1 }, knownHash });
const url = () =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}/bundle.json?key=secret`;

describe('fetchAttack', () => {
  it('rejects a bundle file that was cut, by name', async () => {
    writeFileSync(path.join(folder, 'bundle.json'), CUT);
    await expect(fetchFrom('bundle.json')).rejects.toMatchObject({
      exitCode: EXIT.source,
      message: expect.stringMatching(/^The ATT&CK bundle bundle\.json is incomplete or not JSON/),
      next: expect.stringMatching(/Download it again/),
    });
  });

  it('parses what the last sync has read only if it is asked for the bundle', async () => {
    writeFileSync(path.join(folder, 'bundle.json'), WHOLE);
    const { hash } = await fetchFrom('bundle.json');
    const parse = vi.spyOn(JSON, 'parse');
    const again = await fetchFrom('bundle.json', hash);
    expect(again.hash).toBe(hash);
    expect(parse).not.toHaveBeenCalled();
    expect(again.bundle).toEqual(JSON.parse(WHOLE));
    parse.mockRestore();
  });

  it('uses the last copy while the download is cut, and does not overwrite it', async () => {
    const first = await fetchFrom(url());
    body = CUT;
    for (let sync = 0; sync < 2; sync++) {
      const { hash, bundle, issues } = await fetchFrom(url());
      expect({ hash, bundle }).toEqual({ hash: first.hash, bundle: first.bundle });
      expect(issues).toMatchObject([
        {
          code: 'ingest/attack-not-fetched',
          message: expect.stringMatching(/using the last copy/),
        },
      ]);
    }
  });

  it('uses the facts if the first download is cut', async () => {
    body = CUT;
    const { label, bundle, issues } = await fetchFrom(url());
    expect({ label, bundle }).toEqual({ label: 'content/attack', bundle: null });
    expect(issues[0]?.message).not.toContain('secret');
  });

  it('names an address without the values of its query', async () => {
    expect((await fetchFrom(url())).label).toMatch(/\/bundle\.json\?key=…$/);
  });
});
