/** What an operator asked for is not done, for a reason that they can act on. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly next: string;

  /** `message`: a sentence without its full stop. `next`: what to do. */
  constructor(message: string, next: string) {
    super(message);
    this.next = next;
  }
}
