// Compiles src/kernels/assembly to src/kernels/simd-binary.ts: WebAssembly with SIMD and shared memory, as a base64 constant,
// so that it loads the same way in Node, in a worker, in a browser and from a bundle.
const fs = require('node:fs');
const path = require('node:path');

const kernels = path.join(__dirname, '..', 'src', 'kernels');
const target = path.join(kernels, 'simd-binary.ts');

async function main() {
  const asc = await import('assemblyscript/asc');
  const options = [
    '--optimizeLevel',
    '3',
    '--noAssert',
    '--runtime',
    'stub',
    '--use',
    'abort=',
    '--enable',
    'simd',
    '--enable',
    'threads',
  ];
  const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
  let binary;
  const { error, stderr } = await asc.main(['index.ts', '--outFile', 'kernels.wasm', ...options, ...memory], {
    readFile: (name, base) =>
      readIfThere(path.join(base === '.' ? assemblyFolder : base, name)) ?? readIfThere(path.join(assemblyFolder, name)),
    writeFile: (name, contents) => {
      if (name.endsWith('.wasm')) binary = contents;
    },
    listFiles: () => [],
  });
  if (error || !binary) throw new Error(`the kernels do not compile: ${stderr.toString()}`, { cause: error });
  const base64 = Buffer.from(binary).toString('base64');
  const source = `/** Made by scripts/build-kernels.js from src/kernels/assembly. */\nexport const SIMD_BINARY = '${base64}';\n`;
  if (readIfThere(target) !== source) fs.writeFileSync(target, source);
}

const assemblyFolder = path.join(kernels, 'assembly');

function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
