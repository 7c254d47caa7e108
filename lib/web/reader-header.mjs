/**
 * The header in which the gate of sign-in says who sends a request that it lets through: an `operator`, a `reader` or
 * `nobody`, for what has nothing of the catalog. It takes away what a client sends.
 */
export const READER_HEADER = 'watchfloor-reader';
