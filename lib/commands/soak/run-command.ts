import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { environmentOf } from '@/lib/tooling/own-environment';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** How a command ended, and what it said on stderr. */
export interface Ran {
  readonly code: number | null;
  readonly said: string;
  readonly seconds: number;
}

export interface CommandSettings {
  /** The catalog, as DATABASE_URL has it. */
  readonly url: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The account to run it as. */
  readonly uid?: number;
}

/** Runs a command of `lib/commands` to its end. */
export async function runCommand(
  [name, ...args]: readonly [string, ...string[]],
  { url, env, uid }: CommandSettings,
): Promise<Ran> {
  const started = performance.now();
  const command = ['--import', 'tsx', `lib/commands/${name}.ts`, ...args];
  const child = spawn(process.execPath, command, {
    cwd: ROOT,
    env: { ...environmentOf(url), ...env },
    ...(uid === undefined ? {} : { uid, gid: uid }),
    // By the channel it notices that this process has ended.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(child, 'close');
  return { code, said, seconds: (performance.now() - started) / 1000 };
}
