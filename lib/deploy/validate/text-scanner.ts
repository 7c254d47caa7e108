/** Text that is not of the grammar. `line` counts from 1. */
export class GrammarError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** Reads a text from its beginning to its end. */
export class TextScanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  get line(): number {
    return this.text.slice(0, this.at).split('\n').length;
  }

  /** The character here, or an empty string at the end. */
  peek(): string {
    return this.text.charAt(this.at);
  }

  startsWith(part: string): boolean {
    return this.text.startsWith(part, this.at);
  }

  /** Passes a part if it is here. */
  take(part: string): boolean {
    if (!this.startsWith(part)) return false;
    this.at += part.length;
    return true;
  }

  /** Passes what a sticky pattern finds here; null if it finds nothing. */
  match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) return null;
    this.at += found.length;
    return found;
  }

  /** Passes a part that must be here. Throws a GrammarError otherwise. */
  expect(part: string): void {
    if (!this.take(part)) this.fail(`expected ${part}`);
  }

  fail(message: string): never {
    const here = this.isAtEnd ? 'the end' : JSON.stringify(this.peek());
    throw new GrammarError(this.line, `${message}, at ${here}`);
  }
}
