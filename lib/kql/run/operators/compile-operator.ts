import type { Column, Environment, Pipeline } from '../environment';
import { classOf, columnsOfType, type Node, UnsupportedError } from '../syntax';
import { extend, keepColumns, project, rename } from './columns';
import { mvApply, mvExpand } from './expand';
import { compileJoin } from './join';
import { compileParse, compileParseKv, compileParseWhere } from './parse';
import { partition } from './partition';
import { refuseParameters } from './refuse-parameters';
import { count, filter, getSchema, take } from './rows';
import { sort, top } from './sort';
import { print, range } from './sources';
import { distinct, summarize } from './summarize';
import { union } from './union';

/**
 * An operator as the pipeline of its results. `columns` are the result's, from Microsoft's binder;
 * `environment` has the columns of `input` in scope.
 */
type OperatorCompiler = (
  node: Node,
  input: Pipeline,
  columns: readonly Column[],
  environment: Environment,
) => Pipeline;

const passOn: OperatorCompiler = (_, input) => input;

const OPERATORS: ReadonlyMap<string, OperatorCompiler> = new Map([
  ['FilterOperator', filter],
  ['ExtendOperator', extend],
  ['SerializeOperator', extend],
  ['ProjectOperator', project],
  ['ProjectAwayOperator', keepColumns],
  ['ProjectKeepOperator', keepColumns],
  ['ProjectReorderOperator', keepColumns],
  ['ProjectRenameOperator', rename],
  ['SummarizeOperator', summarize],
  ['DistinctOperator', distinct],
  ['CountOperator', count],
  ['SortOperator', sort],
  ['TopOperator', top],
  ['TakeOperator', take],
  ['SampleOperator', take],
  ['JoinOperator', compileJoin],
  ['LookupOperator', compileJoin],
  ['MvExpandOperator', mvExpand],
  ['MvApplyOperator', mvApply],
  ['PartitionOperator', partition],
  ['ParseOperator', compileParse],
  ['ParseWhereOperator', compileParseWhere],
  ['ParseKvOperator', compileParseKv],
  ['AsOperator', passOn],
  ['RenderOperator', passOn],
  ['ConsumeOperator', passOn],
  ['GetSchemaOperator', getSchema],
]);

/** An operator with its input. `piped` is null if the operator begins the query. */
export function compileOperator(node: Node, piped: Pipeline | null, outer: Environment): Pipeline {
  const kind = classOf(node);
  const columns = columnsOfType(node.ResultType);
  refuseParameters(node, kind);
  if (kind === 'UnionOperator') return union(node, piped, columns, outer);
  if (kind === 'PrintOperator') return print(node, columns, outer);
  if (kind === 'RangeOperator') return range(node, columns, outer);
  if (!piped) throw new UnsupportedError(`${kind} has no input`, node);
  const compile = OPERATORS.get(kind);
  if (!compile) throw new UnsupportedError(`the operator ${kind} cannot be run`, node);
  return compile(node, piped, columns, { ...outer, columns: piped.columns });
}
