import { setImmediate as turn } from 'node:timers/promises';
import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlQueryable,
} from '@prisma/driver-adapter-utils';

/**
 * A database inside the process answers before anything else can happen: a transaction of many
 * statements would run from its beginning to its end while new connections, timers and other requests
 * wait. With this they get a turn after each statement.
 */
export function yielding(
  factory: SqlMigrationAwareDriverAdapterFactory,
): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => yieldingAdapter(await factory.connect()),
    connectToShadowDb: () => factory.connectToShadowDb(),
  };
}

function yieldingAdapter(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const start = adapter.startTransaction.bind(adapter);
  adapter.startTransaction = async (isolationLevel) => giveTurns(await start(isolationLevel));
  return giveTurns(adapter);
}

function giveTurns<T extends SqlQueryable>(queryable: T): T {
  const query = queryable.queryRaw.bind(queryable);
  const execute = queryable.executeRaw.bind(queryable);
  queryable.queryRaw = (params) => query(params).finally(turn);
  queryable.executeRaw = (params) => execute(params).finally(turn);
  return queryable;
}
