import type { z } from 'zod';
import type { Parameters } from './read-parameters';

/** What an operation knows of a request beside its parameters. */
export interface ApiAsking {
  /** The beginning of this catalog's addresses, such as `https://rules.example.org`. */
  readonly origin: string;
  /** The fields that are wanted; null for all. What is left out need not be computed. */
  readonly wanted: ReadonlySet<string> | null;
}

/** A part of a list, as an operation answers it. */
export interface ListAnswer {
  readonly total: number;
  /** What was not understood in the parameters. */
  readonly notes?: readonly string[];
  readonly items: readonly object[];
  /** The key of the last item if there are more. */
  readonly last: string | null;
}

/** Objects as an operation answers them one after the other. */
export interface LinesAnswer {
  readonly total: number;
  readonly items: AsyncGenerator<object>;
}

interface Described {
  /** Below `/api/v1`, with parameters in braces: `/rules/{id}`. */
  readonly path: string;
  readonly id: string;
  readonly group: string;
  readonly summary: string;
  readonly description: string;
  /** An address below `/api/v1`, for the reference. */
  readonly example: string;
  readonly parameters: Parameters;
  /** The name of the schema in the OpenAPI document. */
  readonly name: string;
  /** Of the answer, or of each item. */
  readonly schema: z.ZodObject;
}

/** A question that the API answers. `respond` gives null for an id that the catalog does not have. */
export type Operation = Described &
  (
    | {
        readonly kind: 'object';
        /** True: the answer is about this very moment, and never kept. */
        readonly isOfTheMoment?: boolean;
        respond(input: unknown, asking: ApiAsking): Promise<object | null>;
      }
    | { readonly kind: 'list'; respond(input: unknown, asking: ApiAsking): Promise<ListAnswer> }
    | { readonly kind: 'lines'; respond(input: unknown, asking: ApiAsking): Promise<LinesAnswer> }
  );

type Input<Shape extends Parameters> = z.output<z.ZodObject<Shape>>;
type With<Shape extends Parameters> = Omit<Described, 'parameters'> & {
  readonly parameters: Shape;
};

interface ObjectOperation<Shape extends Parameters, Schema extends z.ZodObject>
  extends With<Shape> {
  readonly schema: Schema;
  readonly isOfTheMoment?: boolean;
  respond(input: Input<Shape>, asking: ApiAsking): Promise<Partial<z.input<Schema>> | null>;
}

interface ListOperation<Shape extends Parameters, Schema extends z.ZodObject> extends With<Shape> {
  readonly schema: Schema;
  respond(
    input: Input<Shape>,
    asking: ApiAsking,
  ): Promise<ListAnswer & { readonly items: readonly Partial<z.input<Schema>>[] }>;
}

interface LinesOperation<Shape extends Parameters, Schema extends z.ZodObject> extends With<Shape> {
  readonly schema: Schema;
  respond(
    input: Input<Shape>,
    asking: ApiAsking,
  ): Promise<LinesAnswer & { readonly items: AsyncGenerator<Partial<z.input<Schema>>> }>;
}

// What is passed on has been read by `parameters`, so each `respond` below gets what it takes.

/** An operation that answers with one object. */
export function defineObject<Shape extends Parameters, Schema extends z.ZodObject>(
  operation: ObjectOperation<Shape, Schema>,
): Operation {
  return { ...operation, kind: 'object' } as Operation;
}

/** An operation that answers with a page of a list. */
export function defineList<Shape extends Parameters, Schema extends z.ZodObject>(
  operation: ListOperation<Shape, Schema>,
): Operation {
  return { ...operation, kind: 'list' } as Operation;
}

/** An operation that answers with a JSON object on each line. */
export function defineLines<Shape extends Parameters, Schema extends z.ZodObject>(
  operation: LinesOperation<Shape, Schema>,
): Operation {
  return { ...operation, kind: 'lines' } as Operation;
}
