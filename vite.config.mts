import { defineConfig } from 'vite';

/** Builds the search page; the server serves what comes out, from its own process. */
export default defineConfig({
  root: 'src/http/page',
  base: '/',
  build: {
    outDir: '../../../dist/http/page',
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows no inline script and no data: script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080' } },
});
