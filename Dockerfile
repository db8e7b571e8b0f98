# The page and the API. Keys are needed, for it listens to other machines; the collections live in /data:
#   docker build -t wordmover .
#   docker run -p 8080:8080 -v wordmover:/data -e WORDMOVER_KEYS=read:A-LONG-KEY,write:ANOTHER-LONG-KEY wordmover
ARG NODE_VERSION=20

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /app
# No package needs its install script: lmdb brings its binary for Linux as a package.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/build.js --always && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:${NODE_VERSION}-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 WORDMOVER_DATA_FOLDER=/data
WORKDIR /app
COPY --from=build /app/package.json /app/openapi.yaml /app/LICENSE /app/NOTICE ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/data ./data
COPY --from=build /app/dist ./dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/cli.js", "serve"]
