import { type CharSet, contains } from './char-set';
import { type Assertion, RegexError, type RegexNode } from './regex-node';

/**
 * Runs an expression as a nondeterministic automaton: all paths at once, one character at a time, the
 * preferred path first (Pike's method). Takes states times characters for any expression.
 */
type Step =
  | { readonly kind: 'chars'; readonly set: CharSet; next: number }
  | { readonly kind: 'assert'; readonly what: Assertion; next: number }
  | { readonly kind: 'fork'; first: number; second: number }
  | { readonly kind: 'save'; readonly slot: number; next: number }
  | { readonly kind: 'match' };

/** Counted repeats are expanded, so a short expression can become large. */
const MAX_STEPS = 20_000;

export type Machine = (text: string, from: number, captures: boolean) => readonly number[] | null;

export function createMachine(node: RegexNode, captures: number): Machine {
  const steps: Step[] = [{ kind: 'match' }];
  const add = (step: Step): number => {
    if (steps.length >= MAX_STEPS) throw new RegexError('the expression is too large', 0);
    return steps.push(step) - 1;
  };
  const start = build(node, 0, add, steps);
  const slots = 2 * (captures + 1);

  return (text, from, wantCaptures) => run(steps, start, slots, text, from, wantCaptures);
}

function build(node: RegexNode, next: number, add: (step: Step) => number, steps: Step[]): number {
  switch (node.kind) {
    case 'chars':
      return add({ kind: 'chars', set: node.set, next });
    case 'assert':
      return add({ kind: 'assert', what: node.what, next });
    case 'capture': {
      const close = add({ kind: 'save', slot: 2 * node.index + 1, next });
      const inner = build(node.of, close, add, steps);
      return add({ kind: 'save', slot: 2 * node.index, next: inner });
    }
    case 'concat':
      return node.of.reduceRight((after, part) => build(part, after, add, steps), next);
    case 'alternate': {
      const options = node.of.map((part) => build(part, next, add, steps));
      return options.reduceRight((second, first) => add({ kind: 'fork', first, second }));
    }
    case 'repeat': {
      const fork = (inner: number, out: number) =>
        add({ kind: 'fork', first: node.greedy ? inner : out, second: node.greedy ? out : inner });
      let entry = next;
      if (Number.isFinite(node.max)) {
        for (let left = node.max - node.min; left > 0; left--) {
          entry = fork(build(node.of, entry, add, steps), next);
        }
      } else {
        const loop = fork(0, next);
        const inner = build(node.of, loop, add, steps);
        const step = steps[loop];
        if (step?.kind === 'fork') {
          if (node.greedy) step.first = inner;
          else step.second = inner;
        }
        entry = loop;
      }
      for (let left = node.min; left > 0; left--) entry = build(node.of, entry, add, steps);
      return entry;
    }
  }
}

function isWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    code === 0x5f ||
    (code >= 0x61 && code <= 0x7a)
  );
}

function holds(what: Assertion, text: string, at: number): boolean {
  switch (what) {
    case 'text-start':
      return at === 0;
    case 'text-end':
      return at === text.length;
    case 'line-start':
      return at === 0 || text[at - 1] === '\n';
    case 'line-end':
      return at === text.length || text[at] === '\n';
    case 'word':
      return isWord(text, at - 1) !== isWord(text, at);
    case 'not-word':
      return isWord(text, at - 1) === isWord(text, at);
    case 'word-start':
      return !isWord(text, at - 1) && isWord(text, at);
    case 'word-end':
      return isWord(text, at - 1) && !isWord(text, at);
    case 'no-word-before':
      return !isWord(text, at - 1);
    case 'no-word-after':
      return !isWord(text, at);
  }
}

/** Steps that wait for the next character, the preferred path first, with the offsets saved so far. */
interface Threads {
  readonly at: number[];
  readonly saved: number[][];
}

/** Adds the steps that `entry` leads to without reading a character, each once per generation. */
type Follow = (
  entry: number,
  saved: number[],
  into: Threads,
  position: number,
  generation: number,
) => void;

function createFollow(steps: readonly Step[], text: string, wantCaptures: boolean): Follow {
  const seen = new Int32Array(steps.length);
  return (entry, saved, into, position, generation) => {
    const pending: [step: number, saved: number[]][] = [[entry, saved]];
    for (let next = pending.pop(); next; next = pending.pop()) {
      const [index, slots] = next;
      if (seen[index] === generation) continue;
      seen[index] = generation;
      const step = steps[index];
      if (!step) continue;
      if (step.kind === 'fork') {
        pending.push([step.second, slots], [step.first, slots]);
      } else if (step.kind === 'assert') {
        if (holds(step.what, text, position)) pending.push([step.next, slots]);
      } else if (step.kind === 'save') {
        if (!wantCaptures) pending.push([step.next, slots]);
        else {
          const copy = slots.slice();
          copy[step.slot] = position;
          pending.push([step.next, copy]);
        }
      } else {
        into.at.push(index);
        into.saved.push(slots);
      }
    }
  };
}

function run(
  steps: readonly Step[],
  start: number,
  slots: number,
  text: string,
  from: number,
  wantCaptures: boolean,
): readonly number[] | null {
  const follow = createFollow(steps, text, wantCaptures);
  let current: Threads = { at: [], saved: [] };
  let best: readonly number[] | null = null;
  let position = from;
  for (let generation = 1; ; generation++) {
    if (!best) {
      const saved = wantCaptures ? new Array<number>(slots).fill(-1) : [];
      saved[0] = position;
      follow(start, saved, current, position, generation);
    }
    if (current.at.length === 0 && best) return best;
    const code = text.codePointAt(position);
    const width = code !== undefined && code > 0xffff ? 2 : 1;
    const following: Threads = { at: [], saved: [] };
    for (let thread = 0; thread < current.at.length; thread++) {
      const step = steps[current.at[thread] ?? 0];
      const saved = current.saved[thread] ?? [];
      if (step?.kind === 'match') {
        const found = saved.slice();
        found[1] = position;
        best = found;
        break;
      }
      if (step?.kind === 'chars' && code !== undefined && contains(step.set, code)) {
        follow(step.next, saved, following, position + width, generation + 1);
      }
    }
    if (best && !wantCaptures) return best;
    if (code === undefined) return best;
    current = following;
    position += width;
  }
}
