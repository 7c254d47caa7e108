const BLOCK = 512;
const END_BLOCKS = 2;

/**
 * Checks that a tar has its end marker, two blocks of zeros. A tar cut between two files is otherwise
 * indistinguishable from a complete one.
 *
 * Format: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 */
export class TarEnd {
  private length = 0;
  private afterData = 0;
  private afterMembers = 0;

  /** Takes the next bytes of the uncompressed tar. */
  read(chunk: Buffer): void {
    let used = chunk.length;
    while (used > 0 && chunk[used - 1] === 0) used--;
    if (used > 0) this.afterData = this.length + used;
    this.length += chunk.length;
  }

  /** Takes a member whose content begins at `offset`. The content may end in zeros of its own. */
  addMember(offset: number, size: number): void {
    this.afterMembers = Math.max(this.afterMembers, offset + size);
  }

  /** Whether the end marker follows the last member. Call it after the last chunk. */
  isComplete(): boolean {
    const end = Math.max(this.afterData, this.afterMembers);
    return this.length - Math.ceil(end / BLOCK) * BLOCK >= END_BLOCKS * BLOCK;
  }
}
