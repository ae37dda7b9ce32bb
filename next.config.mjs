/** @type {import('next').NextConfig} */
export default {
  // What exists once lives in server.ts; these must not be bundled a second time.
  serverExternalPackages: ['@electric-sql/pglite', '@node-rs/argon2', 'pg', 'pg-boss', 'undici'],
  // Types are checked by `npm run check`; checking again here would double the first start.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
};
