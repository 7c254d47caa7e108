import { setTimeout } from 'node:timers/promises';
import type { Lexicon } from '@/lib/enrich/lexicon';
import { type Checked, checkAnswer } from '@/lib/model-text/check-answer';
import { type Prompt, promptOf, tokensOf } from '@/lib/model-text/prompt';
import type { ModelInput } from '@/lib/model-text/types';
import { type Answer, ask } from './ask';
import { Budget, type Limits, type Spent } from './budget';
import type { Concessions, Endpoint } from './endpoint';
import { type FailureKind, ModelFailure } from './failure';

export interface RunOptions {
  readonly endpoint: Endpoint;
  readonly lexicon: Lexicon;
  readonly limits: Limits;
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly maxOutputTokens: number;
  readonly stream: boolean;
  readonly signal: AbortSignal;
  /** Keeps the text of a rule; null if the model refuses to write one. */
  readonly save: (input: ModelInput, checked: Checked | null) => Promise<void>;
  readonly onResult: (result: RuleResult) => void;
}

export interface RuleResult {
  readonly ruleId: string;
  /** refused: by the model, or because nothing of the answer can be shown */
  readonly outcome: 'written' | 'refused' | 'failed';
  readonly dropped: Checked['dropped'];
  readonly message: string | null;
}

export interface Stop {
  readonly by: 'budget' | 'endpoint' | 'interrupt';
  readonly reason: string;
}

export interface RunSummary {
  readonly written: number;
  readonly refused: number;
  readonly failed: number;
  readonly dropped: number;
  readonly spent: Spent;
  /** Null if every rule had its turn. */
  readonly stopped: Stop | null;
}

/** How often one rule is tried, by what went wrong. */
const TRIES = new Map<FailureKind, number>([
  ['busy', 5],
  ['unreachable', 3],
  ['late', 2],
  ['malformed', 2],
]);
/** Rules in a row on which it fails before the endpoint counts as broken. */
const IN_A_ROW = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_OWN_WAIT_MS = 60_000;
/** A server that asks for a longer pause than this ends the run. */
const LONGEST_WAIT_MS = 10 * 60_000;

/**
 * Asks a model for the text of each input, checks it, and keeps it. A rule on which it fails is counted
 * and left as it is. Never throws for what a server does.
 */
export function writeTexts(inputs: Iterable<ModelInput>, options: RunOptions): Promise<RunSummary> {
  return new Run(inputs, options).run();
}

class Run {
  readonly #options: RunOptions;
  readonly #inputs: Iterator<ModelInput>;
  readonly #budget: Budget;
  readonly #concessions: Concessions = { schema: true, maxTokens: true, streamUsage: true };
  readonly #counts = { written: 0, refused: 0, failed: 0 };
  #dropped = 0;
  #inARow = 0;
  #notBefore = 0;
  #stopped: Stop | null = null;

  constructor(inputs: Iterable<ModelInput>, options: RunOptions) {
    this.#options = options;
    this.#inputs = inputs[Symbol.iterator]();
    this.#budget = new Budget(options.limits);
  }

  async run(): Promise<RunSummary> {
    const workers = Array.from({ length: this.#options.concurrency }, () => this.#work());
    await Promise.all(workers);
    const spent = this.#budget.spent;
    return { ...this.#counts, dropped: this.#dropped, spent, stopped: this.#stopped };
  }

  async #work(): Promise<void> {
    while (!this.#stopped) {
      if (this.#options.signal.aborted) return this.#stop('interrupt', 'Interrupted');
      const next = this.#inputs.next();
      if (next.done) return;
      try {
        await this.#write(next.value);
      } catch (error) {
        if (!this.#options.signal.aborted) throw error;
        this.#stop('interrupt', 'Interrupted');
      }
    }
  }

  async #write(input: ModelInput): Promise<void> {
    const prompt = promptOf(input);
    for (let attempt = 1; !this.#stopped; attempt++) {
      await this.#pause();
      const outcome = await this.#try(prompt);
      if (outcome === null) return;
      if (!(outcome instanceof ModelFailure)) return this.#keep(input, outcome);
      if (outcome.kind === 'refused') {
        await this.#options.save(input, null);
        return this.#report({
          ruleId: input.ruleId,
          outcome: 'refused',
          dropped: [],
          message: outcome.message,
        });
      }
      if (outcome.kind === 'denied') return this.#stop('endpoint', outcome.message);
      if (attempt >= (TRIES.get(outcome.kind) ?? 1)) return this.#fail(input, outcome);
      this.#wait(outcome, attempt);
    }
  }

  /** Null if no request may be sent any more. */
  async #try(prompt: Prompt): Promise<Answer | ModelFailure | null> {
    if (this.#stopped) return null;
    const { endpoint, maxOutputTokens } = this.#options;
    const size = tokensOf(prompt);
    const reserved = this.#budget.reserve(size, maxOutputTokens);
    if (!reserved) {
      const limit = this.#budget.limitFor(size, maxOutputTokens);
      this.#stop('budget', `The next request could exceed the limit of ${limit}`);
      return null;
    }
    try {
      const answer = await ask(endpoint, prompt, {
        ...this.#options,
        concessions: this.#concessions,
      });
      reserved.settle(answer.usage);
      return answer;
    } catch (error) {
      if (!(error instanceof ModelFailure)) throw error;
      const isFree = ['busy', 'unreachable', 'rejected', 'denied'].includes(error.kind);
      if (isFree) reserved.release();
      else reserved.settle(error.usage);
      return error;
    }
  }

  async #keep(input: ModelInput, { text }: Answer): Promise<void> {
    const checked = checkAnswer(text, input, this.#options.lexicon);
    await this.#options.save(input, checked);
    this.#dropped += checked.dropped.length;
    const isEmpty = checked.text.hypothesis.length === 0;
    this.#report({
      ruleId: input.ruleId,
      outcome: isEmpty ? 'refused' : 'written',
      dropped: checked.dropped,
      message: isEmpty ? 'Nothing of the answer can be shown' : null,
    });
  }

  #fail({ ruleId }: ModelInput, { message }: ModelFailure): void {
    this.#report({ ruleId, outcome: 'failed', dropped: [], message });
    if (this.#inARow >= IN_A_ROW) {
      this.#stop('endpoint', `${IN_A_ROW} rules in a row failed; the last: ${message}`);
    }
  }

  #report(result: RuleResult): void {
    this.#counts[result.outcome] += 1;
    this.#inARow = result.outcome === 'failed' ? this.#inARow + 1 : 0;
    this.#options.onResult(result);
  }

  /** All requests wait together: a server that is busy for one is busy for the others. */
  #wait({ kind, retryAfter }: ModelFailure, attempt: number): void {
    if (kind === 'malformed' || kind === 'late') return;
    const own = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_OWN_WAIT_MS);
    const wait = retryAfter ?? own * (0.75 + Math.random() / 2);
    if (wait > LONGEST_WAIT_MS) {
      this.#stop('endpoint', `The server asks to wait ${Math.round(wait / 60_000)} minutes`);
    }
    this.#notBefore = Math.max(this.#notBefore, Date.now() + wait);
  }

  async #pause(): Promise<void> {
    for (;;) {
      const wait = this.#notBefore - Date.now();
      if (wait <= 0 || this.#stopped) return;
      await setTimeout(wait, undefined, { signal: this.#options.signal });
    }
  }

  #stop(by: Stop['by'], reason: string): void {
    this.#stopped ??= { by, reason };
  }
}
