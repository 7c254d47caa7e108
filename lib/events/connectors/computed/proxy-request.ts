import type { EventReader } from '../event-reader';

/* Requests through a proxy. Some logs have the whole URL and others its parts; rules name either. */

/** The whole URL, assembled from its parts if the log has only those. */
export function proxyUrl(event: EventReader): string {
  const whole = event.text('c-uri', 'cs-uri');
  const query = event.text('c-uri-query', 'cs-uri-query');
  if (whole !== undefined) {
    return query === undefined || whole.includes('?') ? whole : `${whole}?${query}`;
  }
  const extension = event.text('c-uri-extension');
  const path =
    event.text('cs-uri-stem', 'c-uri-stem') ??
    (extension === undefined ? '/' : `/file.${extension}`);
  const tail = query === undefined ? path : `${path}?${query}`;
  return `http://${hostField(event) ?? 'host.test'}${tail.startsWith('/') ? '' : '/'}${tail}`;
}

function hostField(event: EventReader): string | undefined {
  return event.text('cs-host', 'r-dns');
}

/** The name of the host, without a port. */
export function proxyHostName(event: EventReader): string | undefined {
  return hostField(event) ?? /^\w+:\/\/([^/:?#]*)/.exec(proxyUrl(event))?.[1];
}

const HOST_AND_PATH = /^\w+:\/\/([^/]*)(.*)$/s;

/** The host with its port, as in the request's header. */
export function proxyHost(event: EventReader): string | undefined {
  return hostField(event) ?? HOST_AND_PATH.exec(proxyUrl(event))?.[1];
}

/** The path and query, as in the request line. */
export function proxyPath(event: EventReader): string {
  const url = proxyUrl(event);
  return HOST_AND_PATH.exec(url)?.[2] ?? url;
}
