import { logSourceName, productName } from '@/lib/log-sources';
import type { LogSource } from '@/lib/sigma/types';

/** The events of a log source, as a noun: `file creation events on Windows`. */
export function telemetry(logsource: LogSource): string {
  const known = logSourceName(logsource);
  if (known !== null) return known;
  const { product, category, service } = logsource;
  const name = product ? (productName(product) ?? words(product)) : '';
  if (service) return `${name} ${serviceName(service)} logs`.trim();
  if (category) return `${words(category)} events${name ? ` on ${name}` : ''}`;
  return name ? `${name} logs` : 'the logs';
}

function serviceName(service: string): string {
  const text = words(service);
  // Zeek names its logs after protocols, whose names are acronyms.
  return /^[a-z0-9]{2,4}$/.test(text) ? text.toUpperCase() : text;
}

function words(text: string): string {
  return text.replace(/[_\s]+/g, ' ').trim();
}
