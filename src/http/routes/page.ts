import path from 'node:path';
import express, { Router } from 'express';

const packageRoot = path.join(__dirname, '../../..');
const swaggerUi = path.dirname(require.resolve('swagger-ui-dist/package.json'));

const docsPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>wordmover API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head>
<body><div id="swagger-ui"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>
`;

const docsStart = `window.ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });
`;

/** The search page: what Vite built from src/http/page. */
export function searchPage(): Router {
  const built = path.join(packageRoot, 'dist/http/page');
  const router = Router();
  router.use('/assets', express.static(path.join(built, 'assets'), { immutable: true, maxAge: '1y', index: false }));
  router.use(express.static(built, { index: 'index.html', redirect: false, dotfiles: 'ignore' }));
  return router;
}

/** `/openapi.json` and `/docs`: the contract, for programs and to browse (Swagger UI, served from here). */
export function docsRoutes(contract: Readonly<Record<string, unknown>>): Router {
  const router = Router();
  const wanted = new Set(['/swagger-ui.css', '/swagger-ui-bundle.js']);
  router.get('/openapi.json', (_req, res) => void res.json(contract));
  router.get('/docs', (_req, res) => void res.type('html').send(docsPage));
  router.get('/docs/start.js', (_req, res) => void res.type('js').send(docsStart));
  router.use('/docs/assets', (req, res, next) => {
    if (!wanted.has(req.path)) return next();
    res.sendFile(req.path, { root: swaggerUi, maxAge: '1d' });
  });
  return router;
}
