// The arrows of the design (docs/adr/0001-shape.md). Each room may use those below it and its own.
const rooms = [
  'platform',
  'register',
  'deadlines',
  'clips',
  'sensors',
  'incidents',
  'reports',
  'walkabouts',
  'tasks',
  'notifications',
  'target-hardening',
  'referrals',
  'bids',
  'webhooks',
];
const above = (room) => rooms.slice(rooms.indexOf(room) + 1);

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one thing, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...rooms
      .filter((room) => above(room).length > 0)
      .map((room) => ({
        name: `${room}-looks-down`,
        comment:
          'Arrows go one way: register ← clips, sensors ← incidents ← reports, walkabouts ← tasks ← notifications, target-hardening, bids, webhooks; platform is below all.',
        severity: 'error',
        from: { path: `^shared/${room}/` },
        to: { path: `^shared/(${above(room).join('|')})/` },
      })),
    ...Object.entries({
      recording: 'scene|camera|labels',
      scene: 'camera|labels',
      camera: 'labels',
      labels: 'scene|camera',
    }).map(([room, others]) => ({
      name: `clips-${room}-looks-down`,
      comment:
        'In clips: recording ← scene ← camera, and recording ← labels; what judges a clip by all of them is above.',
      severity: 'error',
      from: { path: `^shared/clips/${room}/` },
      to: { path: `^shared/clips/(${others})/|^shared/clips/[^/]+$` },
    })),
    {
      name: 'clips-and-sensors-apart',
      severity: 'error',
      from: { path: '^shared/clips/' },
      to: { path: '^shared/sensors/' },
    },
    {
      name: 'sensors-and-clips-apart',
      severity: 'error',
      from: { path: '^shared/sensors/' },
      to: { path: '^shared/clips/' },
    },
    {
      name: 'walkabouts-and-reports-apart',
      severity: 'error',
      from: { path: '^shared/walkabouts/' },
      to: { path: '^shared/reports/' },
    },
    {
      name: 'rules-know-nobody',
      comment: 'The rules and stores are used by functions, infra and local; they use none of them.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(functions|infra|local|bench|test)/' },
    },
    {
      name: 'product-does-not-know-where-it-runs',
      comment: 'No product file may depend on the local system or on tests.',
      severity: 'error',
      from: { path: '^(shared|functions|infra)/' },
      to: { path: '^(local|bench|test)/' },
    },
    {
      name: 'functions-do-not-use-each-other',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/', pathNot: '^functions/$1/' },
    },
    {
      name: 'infra-reads-environments-only',
      comment:
        'CDK types a function’s environment with the function’s own schema, and bundles the rest by path.',
      severity: 'error',
      from: { path: '^infra/' },
      to: { path: '^functions/', pathNot: '/environment\\.ts$' },
    },
    {
      name: 'local-runs-what-was-bundled',
      comment:
        'The local system runs the deployed bundles; it must not reach past them to the functions’ code.',
      severity: 'error',
      from: { path: '^local/' },
      to: { path: '^(functions|infra)/' },
    },
    {
      name: 'decoder-behind-one-file',
      comment: 'The video decoder can be replaced in one place.',
      severity: 'error',
      from: { path: '^shared/', pathNot: '^shared/clips/recording/decoder\\.ts$' },
      to: { path: 'node_modules/@napi-rs/webcodecs' },
    },
    {
      name: 'only-dev-dependencies-outside-the-product',
      severity: 'error',
      from: { path: '^(shared|functions)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
