// Advisory locks belong to a connection, and the server releases them when it ends, however it ends. They are named
// by two numbers within a database: the first is Watchfloor's.

const WATCHFLOOR = 0x57465452;

/** One sync runs at a time. */
export const SYNC_LOCK = [WATCHFLOOR, 1] as const;
/** One process migrates at a time. */
export const MIGRATION_LOCK = [WATCHFLOOR, 2] as const;
