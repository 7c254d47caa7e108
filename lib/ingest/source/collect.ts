import type { DiagnosticCode } from '../../diagnostic';
import { SyncFailure } from '../failure';
import { type Issue, issue } from '../issue';
import { roleOf } from './layout';
import { formatBytes, type Limits } from './limits';
import type { SourceFile } from './types';

/**
 * Collects a source's entries one by one, within the limits. Skips a file that is too large or has an
 * unsafe path, with an issue. Throws a SyncFailure for too many entries or bytes.
 */
export class Collector {
  readonly rules: SourceFile[] = [];
  readonly samples: SourceFile[] = [];
  readonly refused: string[] = [];
  readonly issues: Issue[] = [];
  private readonly limits: Limits;
  private entries = 0;
  private bytes = 0;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** Counts an entry of any kind. */
  countEntry(): void {
    this.entries++;
    if (this.entries > this.limits.entries) {
      throw new SyncFailure(
        `The source has more than ${this.limits.entries} files and folders`,
        'This is far larger than a rule repository. Choose the folder that contains the rules.',
      );
    }
  }

  /** Counts bytes, whether or not they are kept: unpacking them costs the same. */
  countBytes(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.limits.total) {
      throw new SyncFailure(
        `The source has more than ${formatBytes(this.limits.total)} in its files`,
        'This is far larger than a rule repository. Choose the folder that contains the rules.',
      );
    }
  }

  /** Whether to read a file. Refuses a file that exceeds the limits, with an issue. */
  wants(path: string, size: number): boolean {
    const role = roleOf(path);
    if (role === null) return false;
    if (path.split('/').length > this.limits.depth) {
      this.refuse(
        path,
        'ingest/too-deep',
        `The file is nested more than ${this.limits.depth} folders deep`,
      );
      return false;
    }
    const limit = role === 'rule' ? this.limits.ruleFile : this.limits.sampleFile;
    if (size > limit) {
      const message = `The file is ${formatBytes(size)}, which exceeds the limit of ${formatBytes(limit)}`;
      this.refuse(path, 'ingest/file-too-large', message);
      return false;
    }
    return true;
  }

  add(path: string, bytes: Uint8Array): void {
    (roleOf(path) === 'rule' ? this.rules : this.samples).push({ path, bytes });
  }

  refuse(path: string, code: DiagnosticCode, message: string): void {
    const role = roleOf(path);
    const severity = role === null ? 'warning' : 'error';
    this.issues.push(issue(severity, code, message, { path: printable(path) }));
    if (role === 'rule') this.refused.push(path);
  }
}

/** A path fit for a message: control characters replaced, overlong paths cut. */
export function printable(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  return path.replace(/[\u0000-\u001f\u007f]/g, '\ufffd').slice(0, 500);
}
