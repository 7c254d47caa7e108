import type { Query, Tag } from './tree';

/** The query with every tag replaced, in all of its parts. */
export function retagQuery(query: Query, by: (tag: Tag) => Tag): Query {
  return retag(query, by) as Query;
}

/** Nodes are plain data: any object that has `tags` is a node, at any depth of the tree. */
function retag(value: unknown, by: (tag: Tag) => Tag): unknown {
  if (Array.isArray(value)) return value.map((item) => retag(item, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      key === 'tags'
        ? (child as Tag[]).map(by)
        : key === 'value' && isLiteral(value)
          ? child
          : retag(child, by),
    ]),
  );
}

function isLiteral(node: object): boolean {
  return 'kind' in node && node.kind === 'dynamic';
}
