# One target for each image: docker build --target gateway .
# Targets: users, master, transactions, gateway, web, iak (biller sandbox), import.

# Manifests only, so that a changed source file does not invalidate npm ci.
FROM node:24-slim AS manifests
WORKDIR /manifests
COPY . /source
RUN cd /source && find . -name package.json -not -path '*/node_modules/*' -exec cp --parents {} /manifests \; \
  && cp package-lock.json .npmrc /manifests

FROM node:24-slim AS build
WORKDIR /setrum
COPY --from=manifests /manifests ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY . .
RUN npx tsc -b && npm run build:playground -w gateway

FROM build AS build-web
RUN NEXT_TELEMETRY_DISABLED=1 npm run build -w web

# Compiled code without sources, tests, development packages, source maps and declarations.
FROM build AS compiled
RUN rm -rf node_modules packages/dev-stack packages/testing \
  && rm -rf */src */test packages/*/src packages/*/test sandbox/*/src sandbox/*/test subgraphs/*/src subgraphs/*/test gateway/playground \
  && find packages sandbox subgraphs gateway -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.md' -o -name '*.tsbuildinfo' \) -delete

# Production packages of one workspace each.
FROM manifests AS users-packages
RUN --mount=type=cache,target=/root/.npm npm ci --prefer-offline -w subgraphs/users --include-workspace-root=false --omit=dev
FROM manifests AS master-packages
RUN --mount=type=cache,target=/root/.npm npm ci --prefer-offline -w subgraphs/master --include-workspace-root=false --omit=dev
FROM manifests AS transactions-packages
RUN --mount=type=cache,target=/root/.npm npm ci --prefer-offline -w subgraphs/transactions --include-workspace-root=false --omit=dev
FROM manifests AS gateway-packages
RUN --mount=type=cache,target=/root/.npm npm ci --prefer-offline -w gateway --include-workspace-root=false --omit=dev
FROM manifests AS iak-packages
RUN --mount=type=cache,target=/root/.npm npm ci --prefer-offline -w sandbox/iak --include-workspace-root=false --omit=dev
FROM manifests AS import-packages
RUN --mount=type=cache,target=/root/.npm npm ci --prefer-offline -w packages/legacy-import -w subgraphs/transactions --include-workspace-root=false --omit=dev

FROM node:24-alpine AS runtime
ENV NODE_ENV=production HOST=0.0.0.0 APOLLO_TELEMETRY_DISABLED=1 NEXT_TELEMETRY_DISABLED=1
WORKDIR /setrum
USER node

# Debian instead of Alpine: bcrypt has no prebuilt binary for musl.
FROM node:24-slim AS users
ENV NODE_ENV=production HOST=0.0.0.0 APOLLO_TELEMETRY_DISABLED=1
WORKDIR /setrum
COPY --from=users-packages /manifests/node_modules node_modules
COPY --from=compiled /setrum/packages packages
COPY --from=compiled /setrum/supergraph.yaml ./
COPY --from=compiled /setrum/subgraphs/users subgraphs/users
USER node
EXPOSE 4001
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4001/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "subgraphs/users/dist/main.js"]

FROM runtime AS master
COPY --from=master-packages /manifests/node_modules node_modules
COPY --from=compiled /setrum/packages packages
COPY --from=compiled /setrum/supergraph.yaml ./
COPY --from=compiled /setrum/subgraphs/master subgraphs/master
EXPOSE 4002
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4002/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "subgraphs/master/dist/main.js"]

FROM runtime AS transactions
COPY --from=transactions-packages /manifests/node_modules node_modules
COPY --from=compiled /setrum/packages packages
COPY --from=compiled /setrum/supergraph.yaml ./
COPY --from=compiled /setrum/subgraphs/transactions subgraphs/transactions
EXPOSE 4003
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4003/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-old-space-size=256", "--max-semi-space-size=8", "subgraphs/transactions/dist/main.js"]

FROM runtime AS gateway
COPY --from=gateway-packages /manifests/node_modules node_modules
COPY --from=compiled /setrum/packages packages
COPY --from=compiled /setrum/gateway gateway
COPY --from=compiled /setrum/supergraph.yaml /setrum/supergraph.graphql ./
# The operations that may run in production.
COPY web/src/gen/persisted-documents.json web/src/gen/
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4000/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=32", "--heap-growing-percent=30", "gateway/dist/main.js"]

FROM runtime AS web
COPY --from=build-web /setrum/web/.next/standalone ./
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "web/start.mjs"]

FROM runtime AS iak
ENV DATA_DIR=/tmp
COPY --from=iak-packages /manifests/node_modules node_modules
COPY --from=compiled /setrum/packages packages
COPY --from=compiled /setrum/sandbox/iak sandbox/iak
EXPOSE 4010
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4010/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "sandbox/iak/dist/main.js"]

# Run once, manually. The report is printed, because the container's disk is gone afterwards.
FROM runtime AS import
COPY --from=import-packages /manifests/node_modules node_modules
COPY --from=compiled /setrum/packages packages
COPY --from=compiled /setrum/supergraph.yaml ./
COPY --from=compiled /setrum/subgraphs/transactions subgraphs/transactions
HEALTHCHECK NONE
ENTRYPOINT ["sh", "-c", "node packages/legacy-import/dist/main.js --report /tmp/report.json \"$@\" && node subgraphs/transactions/dist/legacy-backfill-main.js && cat /tmp/report.json", "import"]
