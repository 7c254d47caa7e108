const listeners: (() => void)[] = [];

/** Runs now, and again each time another page, or another state of this one, is shown in its place. */
export function whenShown(run: () => void): void {
  listeners.push(run);
  run();
}

/** Says that what is shown has changed. */
export function tellShown(): void {
  for (const run of listeners) run();
}
