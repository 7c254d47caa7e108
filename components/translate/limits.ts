/** What rule and events together may have, as they are sent. */
export const MAX_TEXT_BYTES = 256 * 1024;

/** How long typing must rest before the server is asked. */
export const PAUSE_MS = 350;
