import type { Span } from '@/lib/diagnostic';
import type { PrintedQuery, Tag } from '@/lib/kql';
import type { TraceDraft } from '../lower/context';
import { EVERY_ROW, TABLE_FILTER } from '../query';
import type { Source, TraceLine } from '../types';

/** Whose part of a correlation a trace line is: the outermost rule's own, or that of a rule it names. */
export interface Place {
  /** Names of the rules on the way, each with a colon behind it. */
  readonly prefix: string;
  /** Where the outermost rule names it; null: the line's own span is in the outermost rule's text. */
  readonly span: Span | null;
}

export const OUTERMOST: Place = { prefix: '', span: null };

export function placeBelow(place: Place, name: string, own: Span): Place {
  return { prefix: `${place.prefix}${name}: `, span: place.span ?? own };
}

/** Kusto's own documentation of what the windows are made with. */
export const KUSTO_SOURCES = {
  join: kusto('join', 'join operator', 'join-operator'),
  summarize: kusto('summarize', 'summarize operator', 'summarize-operator'),
  between: kusto('between', 'between operator', 'between-operator'),
  percentile: kusto('percentile', 'percentile()', 'percentiles-aggregation-function'),
  countDistinct: kusto('count-distinct', 'count_distinct()', 'count-distinct-aggregation-function'),
} as const;

function kusto(id: string, title: string, page: string): Source {
  const url = `https://learn.microsoft.com/en-us/kusto/query/${page}`;
  return { id: `kusto-${id}`, title: `Kusto Query Language: ${title}`, url, found: true };
}

/** Gathers the trace of a correlation: the lines of its rules under tags of their own, and its own lines. */
export class CorrelationTrace {
  private readonly lines: { readonly draft: TraceDraft; readonly tag: Tag }[] = [];
  private tags = 0;

  /** The tag that the line's node must carry. */
  add(place: Place, line: Omit<TraceDraft, 'kqlLines'>): Tag {
    const tag = this.tags++;
    this.lines.push({ draft: moved({ ...line, kqlLines: [] }, place), tag });
    return tag;
  }

  /** Takes in a rule's own lines; gives what the tags of its query have to become. */
  adopt(place: Place, drafts: readonly TraceDraft[]): (tag: Tag) => Tag {
    const filter = this.tags++;
    const first = this.tags;
    this.tags += drafts.length;
    for (const [at, draft] of drafts.entries()) {
      const tag = draft.operator === EVERY_ROW ? filter : first + at;
      this.lines.push({ draft: moved(draft, place), tag });
    }
    return (tag) => (tag === TABLE_FILTER ? filter : first + tag);
  }

  /** With the lines of the printed query; what no line carries was left out of the query. */
  printed({ lines }: PrintedQuery): TraceLine[] {
    return this.lines.flatMap(({ draft, tag }) => {
      const kqlLines = lines.get(tag);
      return kqlLines ? [{ ...draft, kqlLines }] : [];
    });
  }
}

function moved(draft: TraceDraft, { prefix, span }: Place): TraceDraft {
  return {
    ...draft,
    selection: `${prefix}${draft.selection}`,
    sigmaSpan: span ?? draft.sigmaSpan,
  };
}
