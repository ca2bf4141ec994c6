/**
 * The walls of the house (ARCHITECTURE.md): arrows run one way, a folder's index is its door.
 * entrypoints → components → lib/phone's types; lib/phone → {sip, omnileads, drafts} → {call, agent}.
 */

/** Who may import whom among the lib folders; diagnostics is everybody's. Type-only imports of shared shapes count too. */
const MAY = {
  call: ['diagnostics'],
  agent: ['diagnostics'],
  diagnostics: [],
  i18n: ['diagnostics'],
  settings: ['diagnostics'],
  numbers: ['diagnostics'],
  omnileads: ['agent', 'call', 'diagnostics'],
  sip: ['call', 'diagnostics'],
  drafts: ['agent', 'call', 'diagnostics', 'omnileads'],
  bridge: ['agent', 'call', 'diagnostics', 'phone', 'settings'],
  phone: [
    'agent',
    'bridge',
    'call',
    'diagnostics',
    'drafts',
    'i18n',
    'numbers',
    'omnileads',
    'settings',
    'sip',
  ],
};

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...Object.entries(MAY).map(([area, may]) => ({
      name: `lib-${area}-imports`,
      comment: `lib/${area} may import only: ${may.join(', ') || 'nothing of ours'}`,
      severity: 'error',
      from: { path: `^lib/${area}/` },
      to: {
        path: '^(lib|components|entrypoints|lab|tests)/',
        pathNot: [`^lib/${area}/`, ...may.map((m) => `^lib/${m}/`)],
      },
    })),
    {
      name: 'call-and-agent-are-pure',
      severity: 'error',
      from: { path: '^lib/(call|agent)/' },
      to: { pathNot: '^lib/(call|agent)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'components-see-types-and-texts-only',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^(lib|entrypoints|lab|tests)/', pathNot: '^lib/i18n/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'overlay-stays-small',
      severity: 'error',
      from: { path: '^entrypoints/overlay' },
      to: {
        path: '^(lib|components)/',
        pathNot: '^lib/(bridge|numbers|settings)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'lib-knows-no-lab',
      severity: 'error',
      from: { path: '^(lib|components|entrypoints)/' },
      to: { path: '^(lab|tests|scripts)/' },
    },
    {
      name: 'doors-only',
      comment: 'A folder of lib is entered through its index (or its published type files), not past it.',
      severity: 'error',
      from: { path: '^(entrypoints|components|lib)/', pathNot: '^lib/([^/]+)/' },
      to: { path: '^lib/[^/]+/[^/]+/', pathNot: ['/index\\.tsx?$'] },
    },
    {
      name: 'sipjs-stays-inside',
      severity: 'error',
      from: { path: '^(entrypoints|components|lib)/', pathNot: '^lib/sip/' },
      to: { path: 'node_modules/sip\\.js/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.output|\\.wxt|node_modules/(?!sip\\.js))' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs'] },
  },
};
