import { RegexError } from './regex-node';

/** A place in the text of a regular expression. */
export class RegexCursor {
  readonly source: string;
  at = 0;

  constructor(source: string) {
    this.source = source;
  }

  fail(kind: 'invalid' | 'unsupported', message: string, at = this.at): never {
    throw new RegexError(kind, message, at);
  }

  peek(text: string): boolean {
    return this.source.startsWith(text, this.at);
  }

  take(text: string): boolean {
    if (!this.peek(text)) return false;
    this.at += text.length;
    return true;
  }

  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (found) this.at += found[0].length;
    return found;
  }

  /** Reads one character. */
  takeCode(): number {
    const code = this.source.codePointAt(this.at) ?? 0;
    this.at += code > 0xffff ? 2 : 1;
    return code;
  }
}
