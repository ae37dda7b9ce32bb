/** `npm run db:migration NAME`: writes the SQL that leads from the migrations to the schema. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { NO_FILTER, openSchemaEngine, readMigrations } from '#lib/db/schema-engine.ts';

const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Say what the migration does, in snake_case: npm run db:migration add_webhooks');
  process.exit(1);
}
const pglite = await PGlite.create({ extensions: { pg_trgm } });
const engine = await openSchemaEngine(new PrismaPGlite(pglite));
const migrationsList = await readMigrations();
await engine.applyMigrations({ migrationsList, filters: NO_FILTER });
const schema = await readFile('prisma/schema.prisma', 'utf8');
const diff = await engine.diff({
  from: {
    tag: 'schemaDatasource',
    files: [{ path: 'schema.prisma', content: schema }],
    configDir: '.',
  },
  to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
  script: true,
  exitCode: null,
  filters: NO_FILTER,
});
console.log(diff.stdout);
if (diff.stdout && !diff.stdout.includes('empty migration')) {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = path.join('prisma/migrations', `${stamp}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'migration.sql'), diff.stdout);
  console.log(`Written to ${folder}`);
}
await pglite.close();
