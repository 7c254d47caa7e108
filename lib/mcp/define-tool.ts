import type {
  CallToolResult,
  McpServer,
  ServerContext,
  ToolCallback,
} from '@modelcontextprotocol/server';
import { dump } from 'js-yaml';
import type { z } from 'zod';
import { MAX_ANSWER } from './bounds';
import type { Asking, McpCaller } from './caller';
import { McpRefusal, refusalText } from './refusal';

/** A tool: what it takes, what it gives, and how it answers. */
interface Tool<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  /** Throws a McpRefusal for a question that has no answer. */
  answer(input: z.output<Input>, asking: Asking): Promise<z.input<Output>>;
}

/** Adds a tool to a server, for one caller. */
export type RegisterTool = (server: McpServer, caller: McpCaller) => void;

/** No tool changes anything, and all answer from what this machine has. */
const ANNOTATIONS = { readOnlyHint: true, idempotentHint: true, openWorldHint: false };

/** A tool in the form in which servers take it. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>({
  name,
  title,
  description,
  input,
  output,
  answer,
}: Tool<Input, Output>): RegisterTool {
  return (server, caller) => {
    const call = async (
      asked: z.output<Input>,
      { mcpReq: { signal } }: ServerContext,
    ): Promise<CallToolResult> => {
      try {
        return resultOf(await answer(asked, { ...caller, signal }));
      } catch (error) {
        return { isError: true, content: [{ type: 'text', text: refusalText(error) }] };
      }
    };
    server.registerTool<z.ZodObject, z.ZodObject>(
      name,
      { title, description, inputSchema: input, outputSchema: output, annotations: ANNOTATIONS },
      // The server has checked that what it passes on has the shape of `input`.
      call as ToolCallback<z.ZodObject>,
    );
  };
}

/** The data for programs, and the same as YAML for a model to read: queries keep their lines there. */
function resultOf(data: object): CallToolResult {
  const text = dump(present(data), { lineWidth: -1, noRefs: true });
  if (text.length > MAX_ANSWER) {
    throw new McpRefusal(
      `The answer has ${text.length} characters, more than the ${MAX_ANSWER} that one may have. Ask for less: fewer parts, or a smaller limit.`,
    );
  }
  return { content: [{ type: 'text', text }], structuredContent: { ...data } };
}

/** The value without nulls, empty lists and empty objects, which a reader needs not be told of. */
function present(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(present);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => {
      const kept = present(one);
      return isNothing(kept) ? [] : [[key, kept]];
    }),
  );
}

function isNothing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
