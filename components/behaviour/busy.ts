let running = 0;

/** Marks the page as busy until `run` ends. Keys are about what comes then. */
export async function whileBusy<T>(run: () => Promise<T>): Promise<T> {
  running++;
  showBusy();
  try {
    return await run();
  } finally {
    running--;
    showBusy();
  }
}

function showBusy(): void {
  const main = document.getElementById('main');
  if (running > 0) main?.setAttribute('aria-busy', 'true');
  else main?.removeAttribute('aria-busy');
}

/** A page that was left while it was busy is not, once the reader comes back to it. */
export function endBusyOnReturn(): void {
  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    running = 0;
    showBusy();
  });
}
