import { createMcpHandler } from '@modelcontextprotocol/server';
import { createMcpServer } from '@/lib/mcp/server';
import { originOf } from '@/lib/web/origin';
import { webSettings } from '@/lib/web/settings';
import { clientKey } from '@/lib/workbench/client-key';

const handler = createMcpHandler(
  ({ requestInfo }) => {
    const headers = requestInfo?.headers ?? new Headers();
    const caller = { client: clientKey(headers), origin: originOf(headers, webSettings()) };
    return createMcpServer(caller);
  },
  // Nothing is ever announced, so nobody need keep a connection to listen.
  { maxSubscriptions: 0 },
);

/** The Model Context Protocol over Streamable HTTP, each request for itself. */
export function POST(request: Request): Promise<Response> {
  return handler.fetch(request);
}
