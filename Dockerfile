# One image with the whole house built in it; docker-compose.yml runs each service from it with its own command.
FROM node:24-slim AS build
WORKDIR /house
COPY package.json package-lock.json .npmrc ./
COPY packages packages
COPY sandbox sandbox
COPY subgraphs subgraphs
COPY gateway gateway
COPY web web
COPY e2e/package.json e2e/package.json
RUN npm ci
COPY tsconfig*.json supergraph.yaml supergraph.graphql ./
COPY scripts scripts
RUN npm run build && npm prune --omit=dev

FROM node:24-slim
ENV NODE_ENV=production APOLLO_TELEMETRY_DISABLED=1 NEXT_TELEMETRY_DISABLED=1
WORKDIR /house
COPY --from=build /house /house
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000 4000
CMD ["npm", "start", "-w", "gateway"]
