import {
  Agent,
  createServer,
  get,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import type { ProxyCounts, ProxyTask, ProxyWord } from './proxy-words';

// A reverse proxy in front of several instances: each request goes to the next one that answers. One that closes the
// connection before it has begun to answer is asked for nothing until it is healthy, and the other one is asked instead.

const LOOK_MS = 250;
const say = (word: ProxyWord | { readonly counts: Record<string, ProxyCounts> }) =>
  process.send?.(word);

class Instance {
  readonly port: number;
  readonly counts = { answered: 0, askedAgain: 0, cut: 0 };
  readonly agent = new Agent({ keepAlive: true });
  isUp = true;

  constructor(port: number) {
    this.port = port;
  }

  /** Asks for its health until it answers. */
  takeDown(): void {
    if (!this.isUp) return;
    this.isUp = false;
    say({ instance: this.port, is: 'down' });
    const look = () => {
      get({ host: '127.0.0.1', port: this.port, path: '/api/health' }, (answer) => {
        answer.resume();
        if (answer.statusCode === 200) this.bringUp();
        else setTimeout(look, LOOK_MS);
      }).on('error', () => setTimeout(look, LOOK_MS));
    };
    setTimeout(look, LOOK_MS);
  }

  private bringUp(): void {
    this.isUp = true;
    say({ instance: this.port, is: 'up' });
  }
}

function serve({ instances: ports }: ProxyTask): void {
  const instances = ports.map((port) => new Instance(port));
  let turn = 0;
  const next = (tried: readonly Instance[]): Instance | undefined => {
    const left = instances.filter((each) => each.isUp && !tried.includes(each));
    return left[turn++ % left.length];
  };
  const server = createServer((asked, answer) => pass(asked, answer, []));
  server.keepAliveTimeout = 60_000;

  function pass(asked: IncomingMessage, answer: ServerResponse, tried: readonly Instance[]): void {
    const instance = next(tried);
    if (!instance) {
      answer.writeHead(502);
      answer.end('no instance answers\n');
      return;
    }
    const { method = 'GET', url = '/', headers } = asked;
    const { port, agent, counts } = instance;
    const upstream = request({ host: '127.0.0.1', port, agent, method, path: url, headers });
    upstream.on('response', (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
      given.on('end', () => counts.answered++);
      given.on('error', () => {
        counts.cut++;
        answer.destroy();
      });
    });
    upstream.on('error', (error: NodeJS.ErrnoException) => {
      // The answer has begun, and the error was counted there.
      if (answer.headersSent || answer.destroyed) return;
      counts.askedAgain++;
      // A connection that was kept open may have been closed just now. Only a new one shows that nobody is there.
      if (!upstream.reusedSocket || error.code === 'ECONNREFUSED') instance.takeDown();
      pass(asked, answer, upstream.reusedSocket && instance.isUp ? tried : [...tried, instance]);
    });
    answer.on('close', () => upstream.destroy());
    upstream.end();
  }

  process.on('message', (word) => {
    if (word !== 'count') return;
    say({ counts: Object.fromEntries(instances.map(({ port, counts }) => [port, counts])) });
  });
  server.listen(0, '127.0.0.1', () => say({ port: (server.address() as AddressInfo).port }));
}

process.once('message', serve);
process.once('disconnect', () => process.exit(0));
