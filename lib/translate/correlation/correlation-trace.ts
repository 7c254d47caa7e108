import type { Span } from '@/lib/diagnostic';
import type { PrintedQuery, Tag } from '@/lib/kql';
import type { TraceDraft } from '../lower/context';
import { EVERY_ROW, TABLE_FILTER } from '../query';
import type { Source, TraceLine } from '../types';

/** Which rule of a correlation a trace line belongs to: the outermost rule, or one that it names. */
export interface Place {
  /** The names of the rules on the path, each followed by a colon. */
  readonly prefix: string;
  /** Where the outermost rule names it. Null if the line's span is already in the outermost rule's text. */
  readonly span: Span | null;
}

export const OUTERMOST: Place = { prefix: '', span: null };

export function placeBelow(place: Place, name: string, own: Span): Place {
  return { prefix: `${place.prefix}${name}: `, span: place.span ?? own };
}

/** Kusto's documentation of the operators that make windows. */
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

/** Gathers the trace of a correlation: the lines of its rules, with new tags, and its own lines. */
export class CorrelationTrace {
  private readonly lines: { readonly draft: TraceDraft; readonly tag: Tag }[] = [];
  private tags = 0;

  /** The tag that the line's node must carry. */
  add(place: Place, line: Omit<TraceDraft, 'kqlLines'>): Tag {
    const tag = this.tags++;
    this.lines.push({ draft: moved({ ...line, kqlLines: [] }, place), tag });
    return tag;
  }

  /** Adds a rule's lines, and returns the new tags for its query. */
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

  /** Adds the lines of the printed query. A trace line without one was left out of the query. */
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
