/** What rule and events together may have, as they are sent. */
export const MAX_TEXT_BYTES = 256 * 1024;
