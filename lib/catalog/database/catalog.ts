import type { PrismaClient } from '../generated/client';

/** A catalog's tables, whatever database they are in. Both databases have the same (prisma/schema.prisma). */
export type Catalog = PrismaClient;

/** The same within a transaction. */
export type Transaction = Parameters<Parameters<Catalog['$transaction']>[0]>[0];
