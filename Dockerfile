# One target for each image: docker build --target gateway .
# Targets: users, master, transactions, gateway, web, iak (biller sandbox), import.

# Manifests only, so that a changed source file does not invalidate npm ci.
FROM node:24-slim AS manifests
WORKDIR /manifests
COPY . /source
RUN cd /source && find . -name package.json -not -path '*/node_modules/*' -exec cp --parents {} /manifests \; \
  && cp package-lock.json .npmrc /manifests

FROM node:24-slim AS dependencies
WORKDIR /setrum
COPY --from=manifests /manifests ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund

FROM dependencies AS build
COPY . .
RUN npx tsc -b && npm run build:playground -w gateway

FROM build AS build-web
RUN NEXT_TELEMETRY_DISABLED=1 npm run build -w web

# Compiled code without sources, tests, development packages, source maps and declarations.
FROM build AS compiled
RUN rm -rf node_modules packages/dev-stack packages/testing \
  && rm -rf */src */test packages/*/src packages/*/test sandbox/*/src sandbox/*/test subgraphs/*/src subgraphs/*/test gateway/playground \
  && find packages sandbox subgraphs gateway -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.md' -o -name '*.tsbuildinfo' \) -delete

# Production packages of each workspace, out of the one `npm ci`: /packages/<workspace>/node_modules.
FROM dependencies AS packages
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN set -e; for workspace in subgraphs/users subgraphs/master subgraphs/transactions gateway sandbox/iak packages/legacy-import; do \
  mkdir -p /packages/$workspace; \
  npm ls --all --omit=dev --parseable --workspace $workspace | sed -n 's|^/setrum/\(node_modules/.*\)|\1|p' \
  | tar -c -T - node_modules/@setrum | tar -x -C /packages/$workspace; \
  done

FROM node:24-alpine AS runtime
ENV NODE_ENV=production HOST=0.0.0.0 APOLLO_TELEMETRY_DISABLED=1 NEXT_TELEMETRY_DISABLED=1
WORKDIR /setrum
USER node

# Debian instead of Alpine: bcrypt has no prebuilt binary for musl.
FROM node:24-slim AS users
ENV NODE_ENV=production HOST=0.0.0.0 APOLLO_TELEMETRY_DISABLED=1 OTEL_SERVICE_NAME=users
WORKDIR /setrum
COPY --from=packages /packages/subgraphs/users/node_modules node_modules
COPY --from=compiled /setrum/packages packages
COPY --from=compiled /setrum/supergraph.yaml ./
COPY --from=compiled /setrum/subgraphs/users subgraphs/users
USER node
EXPOSE 4001
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4001/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "@setrum/service-runtime/tracing/internal", "subgraphs/users/dist/main.js"]

FROM runtime AS master
ENV OTEL_SERVICE_NAME=master
COPY --from=packages /packages/subgraphs/master/node_modules node_modules
COPY --from=compiled /setrum/packages packages
COPY --from=compiled /setrum/supergraph.yaml ./
COPY --from=compiled /setrum/subgraphs/master subgraphs/master
EXPOSE 4002
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4002/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "@setrum/service-runtime/tracing/internal", "subgraphs/master/dist/main.js"]

FROM runtime AS transactions
ENV OTEL_SERVICE_NAME=transactions
COPY --from=packages /packages/subgraphs/transactions/node_modules node_modules
COPY --from=compiled /setrum/packages packages
COPY --from=compiled /setrum/supergraph.yaml ./
COPY --from=compiled /setrum/subgraphs/transactions subgraphs/transactions
EXPOSE 4003
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4003/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-old-space-size=256", "--max-semi-space-size=8", "--import", "@setrum/service-runtime/tracing/internal", "subgraphs/transactions/dist/main.js"]

FROM runtime AS gateway
ENV OTEL_SERVICE_NAME=gateway
COPY --from=packages /packages/gateway/node_modules node_modules
COPY --from=compiled /setrum/packages packages
COPY --from=compiled /setrum/gateway gateway
COPY --from=compiled /setrum/supergraph.yaml /setrum/supergraph.graphql ./
# The operations that may run in production.
COPY web/src/gen/persisted-documents.json web/src/gen/
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4000/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=32", "--heap-growing-percent=30", "--import", "@setrum/service-runtime/tracing/entry", "gateway/dist/main.js"]

FROM runtime AS web
COPY --from=build-web /setrum/web/.next/standalone ./
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "web/start.mjs"]

FROM runtime AS iak
ENV DATA_DIR=/tmp OTEL_SERVICE_NAME=iak
COPY --from=packages /packages/sandbox/iak/node_modules node_modules
COPY --from=compiled /setrum/packages packages
COPY --from=compiled /setrum/sandbox/iak sandbox/iak
EXPOSE 4010
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4010/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "@setrum/service-runtime/tracing/internal", "sandbox/iak/dist/main.js"]

# Run once, manually. The running transactions subgraph backfills the copied rows within seconds.
FROM runtime AS import
COPY --from=packages /packages/packages/legacy-import/node_modules node_modules
COPY --from=compiled /setrum/packages packages
COPY --from=compiled /setrum/supergraph.yaml ./
HEALTHCHECK NONE
# The report is in a volume: the container's own disk is gone after the run.
USER root
RUN mkdir /reports && chown node:node /reports
USER node
VOLUME /reports
ENTRYPOINT ["node", "packages/legacy-import/dist/main.js", "--report", "/reports/import-report.json"]
