import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { sha256 } from '@/lib/ingest/hash';
import { loadTools, type SyncTools } from '@/lib/ingest/steps/tools';
import type { ProofPool, ProofTask } from '@/lib/proof';
import type { Translator } from '@/lib/translate';

/** What the tools said, and what they are. */
interface Recording {
  readonly versions: Pick<SyncTools, 'checkVersion' | 'proofVersion' | 'issues'>;
  readonly translatorVersion: string;
  /** By what was asked. */
  readonly answers: Map<string, unknown>;
}

/**
 * The tools of a sync, which compute each answer once and take it from `file` afterwards. What a killed sync leaves
 * depends on what it writes, and not on how long it computes: a sync of which all is known takes a second.
 */
export function recordedTools(file: string): typeof loadTools {
  return (...given) => new RecordedTools(file, () => loadTools(...given)).tools();
}

class RecordedTools {
  private readonly file: string;
  private readonly load: () => SyncTools;
  private real: SyncTools | null = null;
  private readonly recording: Recording;
  private isNew = false;

  constructor(file: string, load: () => SyncTools) {
    this.file = file;
    this.load = load;
    this.recording = existsSync(file) ? deserialize(readFileSync(file)) : this.begin();
  }

  tools(): SyncTools {
    const { versions, translatorVersion } = this.recording;
    const translator: Translator = {
      version: translatorVersion,
      translate: (rule, target, related) =>
        this.once(`translate ${target} ${sha256(rule.text)}`, () =>
          this.loaded().translator.translate(rule, target, related),
        ),
      columnOf: (...asked) => this.loaded().translator.columnOf(...asked),
      eventsOf: (...asked) => this.loaded().translator.eventsOf(...asked),
    };
    return {
      ...versions,
      translator,
      upstream: translator,
      values: new Set(),
      enrich: (input) =>
        this.once(`enrich ${sha256(input.rule.text)} ${input.evidence.length}`, () =>
          this.loaded().enrich(input),
        ),
      proofPool: this.pool(),
      close: () => this.close(),
    };
  }

  private loaded(): SyncTools {
    this.real ??= this.load();
    return this.real;
  }

  private begin(): Recording {
    const { checkVersion, proofVersion, issues, translator } = this.loaded();
    this.isNew = true;
    return {
      versions: { checkVersion, proofVersion, issues },
      translatorVersion: translator.version,
      answers: new Map(),
    };
  }

  private once<Answer>(key: string, compute: () => Answer): Answer {
    const { answers } = this.recording;
    if (!answers.has(key)) {
      answers.set(key, compute());
      this.isNew = true;
    }
    return answers.get(key) as Answer;
  }

  private pool(): ProofPool {
    return {
      // The threads begin with the first task that is not known.
      start: () => {},
      translate: (tasks, options) =>
        this.onceEach(
          tasks,
          ({ rule }) => `translate ${sha256(rule.text)}`,
          (unknown) => this.loaded().proofPool.translate(unknown, options),
        ),
      prove: (tasks, options) =>
        this.onceEach(tasks, proofKey, (unknown) =>
          this.loaded().proofPool.prove(unknown, options),
        ),
      close: () => this.close(),
    };
  }

  /** Asks for what is not known, and returns the answers in the order of the tasks. */
  private async onceEach<Task, Answer>(
    tasks: readonly Task[],
    keyOf: (task: Task) => string,
    ask: (unknown: readonly Task[]) => Promise<readonly Answer[]>,
  ): Promise<readonly Answer[]> {
    const { answers } = this.recording;
    const unknown = tasks.filter((task) => !answers.has(keyOf(task)));
    const asked = unknown.length === 0 ? [] : await ask(unknown);
    unknown.forEach((task, at) => {
      this.once(keyOf(task), () => asked[at]);
    });
    return tasks.map((task) => answers.get(keyOf(task)) as Answer);
  }

  private async close(): Promise<void> {
    if (this.isNew) writeFileSync(this.file, serialize(this.recording));
    this.isNew = false;
    await this.real?.close();
  }
}

function proofKey({ checks, proof }: ProofTask): string {
  return `prove ${sha256(JSON.stringify([checks, proof?.rule.text ?? null]))}`;
}
