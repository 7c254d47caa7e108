/** A place in the text of a regular expression. */
export class RegexCursor {
  readonly source: string;
  at = 0;

  constructor(source: string) {
    this.source = source;
  }

  get done(): boolean {
    return this.at >= this.source.length;
  }

  take(): string {
    const code = this.source.codePointAt(this.at) ?? 0;
    const char = String.fromCodePoint(code);
    this.at += char.length;
    return char;
  }

  starts(text: string): boolean {
    return this.source.startsWith(text, this.at);
  }
}
