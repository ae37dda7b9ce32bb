/** The direction of docs/decisions and CONTRIBUTING: who may know whom. `npm run check` holds it. */
const NEXT = '^(next|next-auth|react|react-dom|react-hook-form|@tanstack)(/|$)';
const npm = (pattern) => `(^|node_modules/)${pattern.replace('^', '')}`;
const CLOUD = npm('^(@aws-sdk|@azure/storage-blob|@google-cloud/storage|ssh2)(/|$)');
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const tests = '\\.(test|itest)\\.tsx?$|/targets/testing/|/test-[a-z]+\\.ts$|/open-test-db\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    rule(
      'no-cycles',
      'Two modules that need each other are one.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    rule(
      'operations-know-zod-only',
      'They run in the browser.',
      { path: '^lib/operations/', pathNot: tests },
      { pathNot: ['^lib/operations/', npm('^zod(/|$)')] },
    ),
    rule(
      'ui-is-pure',
      'lib/ui is text and time for the browser.',
      { path: '^lib/ui/', pathNot: tests },
      { path: '^(lib|app|components)/', pathNot: '^lib/ui/' },
    ),
    rule(
      'components-look-down',
      'Components know operations and lib/ui; of the rest, types.',
      { path: '^components/' },
      { path: '^(app|lib)/', pathNot: '^lib/(operations|ui)/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'engine-knows-no-web',
      'A worker without a web face carries it.',
      { path: '^lib/(engine|api|vault|db|client|operations)/' },
      { path: npm(NEXT) },
    ),
    rule(
      'engine-looks-down',
      'engine → operations, vault, db.',
      { path: '^lib/engine/', pathNot: tests },
      {
        path: '^(app|components|lib)/',
        pathNot: '^lib/(engine|operations|vault|db|errors\\.ts|clock\\.ts)',
      },
    ),
    rule(
      'api-looks-down',
      'api → engine → operations, vault, db; webhooks have one set of rules, here and in the dashboard.',
      { path: '^lib/api/', pathNot: tests },
      {
        path: '^(app|components|lib)/',
        pathNot: '^lib/(api|engine|developers|audit|operations|vault|db|errors\\.ts|clock\\.ts)',
      },
    ),
    rule(
      'low-rooms-know-nobody',
      'vault, db and client stand at the bottom.',
      { path: '^lib/(vault|db|client)/', pathNot: tests },
      {
        path: '^(app|components|lib)/',
        pathNot: '^lib/(vault|db|client|operations|errors\\.ts|clock\\.ts)',
      },
    ),
    rule(
      'rules-know-no-web',
      'The rules of the dashboard are callable without Next.',
      { path: '^lib/(exports|destinations|connections|teams|developers|audit)/', pathNot: tests },
      { path: [npm(NEXT), '^lib/(web|api)/'], dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'rules-speak-the-api',
      'The dashboard runs tasks through the client alone, here or elsewhere.',
      {
        path: '^lib/(exports|destinations|connections|teams|developers|audit|web)/',
        pathNot: tests,
      },
      { path: '^lib/engine/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'routes-ask-the-rules',
      'What is below the rules is not for pages.',
      { path: '^app/' },
      { path: '^lib/(engine|api|db|vault|client)/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'only-web-knows-next',
      'lib/web is the only folder of lib that knows Next.',
      { path: '^lib/', pathNot: '^lib/web/' },
      { path: npm('^(next|next-auth)(/|$)') },
    ),
    rule('nobody-imports-app', 'Routes are at the top.', { pathNot: '^app/' }, { path: '^app/' }),
    rule(
      'targets-stand-alone',
      'One target knows no other.',
      { path: '^lib/engine/targets/([^/]+)' },
      { path: '^lib/engine/targets/', pathNot: '^lib/engine/targets/$1' },
    ),
    rule(
      'registry-lists-targets',
      'Only the registry imports targets.',
      { pathNot: ['^lib/engine/registry\\.ts$', '^lib/engine/targets/'] },
      { path: '^lib/engine/targets/' },
    ),
    rule(
      'sdks-in-targets',
      'Cloud SDKs are imported nowhere else.',
      { path: '^(app|components|lib)/', pathNot: '^lib/engine/targets/' },
      { path: CLOUD },
    ),
    rule(
      'no-orphans',
      'Delete what nothing uses.',
      {
        orphan: true,
        path: '^(lib|components)/',
        pathNot: ['\\.test\\.ts$', '^lib/db/generated/'],
      },
      {},
    ),
    rule(
      'no-dev-packages',
      'What runs is in dependencies.',
      { path: '^(app|components|lib|server\\.ts)', pathNot: tests },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    rule('resolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^lib/db/generated/'] },
    exclude: { path: ['^\\.next/', '^e2e/', '^scripts/', '^bench/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
