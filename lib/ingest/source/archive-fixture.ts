import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';

// Archives for tests, well-formed and malicious.

export interface FixtureEntry extends Partial<Header> {
  readonly name: string;
  readonly content?: string | Buffer;
}

/** A `.tar.gz` of the entries; with `commit`, it has the header that `git archive` writes. */
export async function makeArchive(
  entries: readonly FixtureEntry[],
  commit: string | null = null,
): Promise<Buffer> {
  return gzipSync(await makeTar(entries, commit));
}

export async function makeTar(
  entries: readonly FixtureEntry[],
  commit: string | null = null,
): Promise<Buffer> {
  const tar = pack();
  for (const { content, ...header } of entries) {
    if (content === undefined) tar.entry(header);
    else tar.entry(header, content);
  }
  tar.finalize();
  const chunks: Buffer[] = commit ? [globalHeader(commit)] : [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function globalHeader(commit: string): Buffer {
  const record = `52 comment=${commit}\n`;
  const block = Buffer.alloc(1024);
  block.write('pax_global_header');
  block.write('0000666\0', 100);
  block.write(`${record.length.toString(8).padStart(11, '0')}\0`, 124);
  block.write('g', 156);
  block.write('ustar\x0000', 257);
  block.fill(' ', 148, 156);
  const sum = block.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  block.write(record, 512);
  return block;
}

/** A complete, simple rule. */
export function makeRule(id: string, title = `Rule ${id.slice(0, 8)}`): string {
  return `title: ${title}
id: ${id}
status: test
description: Detects a fixture.
author: Watchfloor
date: 2026-01-01
tags:
    - attack.execution
    - attack.t1059.001
logsource:
    product: windows
    category: process_creation
detection:
    selection:
        Image|endswith: '\\fixture.exe'
    condition: selection
level: medium
`;
}
