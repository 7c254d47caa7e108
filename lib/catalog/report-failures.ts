import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';

const METHODS = new Set<string | symbol>(['queryRaw', 'executeRaw', 'startTransaction']);

/** The same connections, which call `onFailure` with each error of the database before they throw it. */
export function reportFailures(
  factory: SqlDriverAdapterFactory,
  onFailure: (error: unknown) => void,
): SqlDriverAdapterFactory {
  const report = (error: unknown): never => {
    onFailure(error);
    throw error;
  };
  const watched = <Connection extends object>(connection: Connection): Connection =>
    new Proxy(connection, {
      get(target, property) {
        const value = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        if (!METHODS.has(property)) return value.bind(target);
        return async (...parameters: unknown[]) => {
          const result = await value.apply(target, parameters).catch(report);
          return property === 'startTransaction' ? watched(result) : result;
        };
      },
    });
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => watched(await factory.connect().catch(report)),
  };
}
