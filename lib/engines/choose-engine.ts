import { defender } from './defender';
import { kusto } from './kusto';
import { logAnalytics } from './log-analytics';
import { isLoopback } from './token';
import type { EngineProtocol } from './types';

export const ENGINES = ['kusto', 'log-analytics', 'defender'] as const;

/** What a person says of an engine; what is undefined was not said. */
interface EngineChoice {
  readonly engine: string;
  readonly cluster: string | undefined;
  readonly database: string | undefined;
  readonly workspace: string | undefined;
  /** In place of Microsoft's public address. */
  readonly address: string | undefined;
}

const PUBLIC = {
  'log-analytics': 'https://api.loganalytics.azure.com',
  defender: 'https://graph.microsoft.com',
} as const;

/** The protocol of a chosen engine. Throws an Error that says what is missing or wrong. */
export function chooseEngine(choice: EngineChoice): EngineProtocol {
  const name = ENGINES.find((one) => one === choice.engine);
  if (!name) throw new Error(`Unknown engine ${choice.engine}. Use one of: ${ENGINES.join(', ')}`);
  if (name === 'kusto') {
    if (choice.cluster === undefined) {
      throw new Error('Missing --cluster URL, such as http://localhost:8080 for a local emulator');
    }
    return kusto(addressOf('--cluster', choice.cluster), choice.database ?? 'NetDefaultDB');
  }
  const base = addressOf('--address', choice.address ?? PUBLIC[name]);
  if (name === 'defender') return defender(base);
  if (choice.workspace === undefined) {
    throw new Error(
      'Missing --workspace ID: the workspace’s id, as its overview in Azure shows it',
    );
  }
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(choice.workspace)) {
    throw new Error(`--workspace must be the workspace’s id, a GUID; it is "${choice.workspace}"`);
  }
  return logAnalytics(base, choice.workspace);
}

function addressOf(option: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw new Error(`${option} must be an http or https address without a user`);
  }
  if (url.protocol === 'http:' && !isLoopback(url)) {
    throw new Error(`${option} must be https: the token would cross the network in the open`);
  }
  return url;
}
