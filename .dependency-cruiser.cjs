// Imports run one way (DESIGN): each folder names what it may import, everything else is forbidden.
const allowed = {
  transport: [],
  text: ['errors'],
  kernels: ['errors', 'text'],
  vectors: ['errors', 'text', 'kernels'],
  embeddings: ['errors', 'text', 'vectors', 'kernels', 'transport'],
  distances: ['errors', 'text', 'transport', 'vectors', 'embeddings', 'kernels'],
  search: ['errors', 'text', 'transport', 'vectors', 'embeddings', 'kernels', 'distances'],
  store: ['errors', 'text', 'distances', 'search'],
  workers: ['errors', 'text', 'vectors', 'distances', 'search'],
  service: ['errors', 'text', 'transport', 'vectors', 'embeddings', 'kernels', 'distances', 'search', 'store', 'workers'],
};
const pure = 'transport|text|distances|search|kernels';

module.exports = {
  forbidden: [
    ...Object.entries(allowed).map(([folder, may]) => ({
      name: `${folder}-imports-downwards`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: '^src/', pathNot: [`^src/${folder}/`, ...may.map((name) => `^src/${name}(/|\\.ts$)`)] },
    })),
    {
      name: 'nothing-imports-the-public-door',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(index|langchain|ai)\\.m?ts$' },
      to: { path: '^src/(index|cli|langchain|ai)\\.m?ts$' },
    },
    {
      name: 'adapters-use-the-public-door',
      severity: 'error',
      from: { path: '^src/(langchain|ai)\\.m?ts$' },
      to: { path: '^src/', pathNot: '^src/(index|langchain)\\.ts$' },
    },
    {
      name: 'frameworks-only-in-their-adapters',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(langchain|ai)\\.m?ts$' },
      to: { path: 'node_modules/(@langchain|@ai-sdk|ai)/' },
    },
    {
      name: 'pure-folders-import-no-node-module',
      severity: 'error',
      from: { path: `^src/(${pure})/` },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'resolves',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true, pathNot: '^@(xenova|huggingface)/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/(http/page|kernels/assembly)/' },
  },
};
