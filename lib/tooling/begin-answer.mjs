import { randomUUID } from 'node:crypto';

/** What a proxy may call a request: nothing that could be more than a name in a log or a header. */
const HARMLESS = /^[\w.:-]{1,128}$/;

/**
 * A function that begins each answer: it gives the request its id, which the answer sends back, adds
 * Strict-Transport-Security where the client came by https, and tells when the answer has ended. Returns the id.
 * @param {object} options
 * @param {boolean} options.trustsProxy whether a proxy may name requests by X-Request-Id
 * @param {string} options.publicUrl empty if there is none
 * @param {number} options.hstsSeconds for how long browsers shall use https alone; 0 to not ask for it
 * @param {((ended: { id: string, method: string, path: string, status: number, seconds: number }) => void) | null} options.onEnd
 *   null if nobody wants to know
 * @returns {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => string}
 */
export function answerBeginner({ trustsProxy, publicUrl, hstsSeconds, onEnd }) {
  const isAlwaysHttps = publicUrl.toLowerCase().startsWith('https:');
  const isHttps = ({ headers }) =>
    isAlwaysHttps ||
    (publicUrl === '' &&
      trustsProxy &&
      String(headers['x-forwarded-proto']).split(',').at(-1)?.trim() === 'https');

  return (request, response) => {
    const given = request.headers['x-request-id'];
    const id = trustsProxy && HARMLESS.test(String(given ?? '')) ? String(given) : randomUUID();
    request.headers['x-request-id'] = id;
    const added = ['X-Request-Id', id];
    if (hstsSeconds > 0 && isHttps(request)) {
      added.push('Strict-Transport-Security', `max-age=${hstsSeconds}`);
    }
    addHeaders(response, added);
    if (onEnd) tellEnd(request, response, { id, onEnd });
    return id;
  };
}

/** Adds headers as the answer is sent, in the form in which it is: a list stays one, which Node writes as it is. */
function addHeaders(response, added) {
  const { writeHead } = response;
  response.writeHead = (status, ...rest) => {
    const headers = rest.at(-1);
    if (Array.isArray(headers)) return writeHead.call(response, status, [...headers, ...added]);
    for (let at = 0; at < added.length; at += 2) response.setHeader(added[at], added[at + 1]);
    return writeHead.call(response, status, ...rest);
  };
}

function tellEnd({ method = 'GET', url = '/' }, response, { id, onEnd }) {
  const started = performance.now();
  // Without the query, in which a reader’s searches and tables are.
  const [path = '/'] = url.split('?', 1);
  response.once('close', () => {
    const seconds = (performance.now() - started) / 1000;
    onEnd({ id, method, path, status: response.statusCode, seconds });
  });
}
