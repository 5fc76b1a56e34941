# syntax=docker/dockerfile:1
# Everything that Graft runs, native TensorFlow inside. `--build-arg TENSORFLOW=cuda` for NVIDIA GPUs.

FROM node:22-bookworm AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends g++ binutils python3 python3-pip \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ARG TENSORFLOW=cpu
# Temporal runs in a container of its own: no server in here.
ENV GRAFT_CACHE=/opt/graft GRAFT_TENSORFLOW=$TENSORFLOW GRAFT_TEMPORAL_CLI=/nowhere CI=true

# Packages and TensorFlow change seldom: a layer of their own, without any source.
COPY package.json package-lock.json .npmrc ./
COPY --parents apps/*/package.json libs/*/package.json ./
COPY tools tools
COPY prisma prisma
RUN node --input-type=module -e "import { runSetup } from './tools/setup/run-setup.mjs'; await runSetup({ build: false })"

COPY . .
RUN node tools/setup.mjs && npm prune --omit=dev

FROM node:22-bookworm-slim AS graft
# Which commit this is, for the lineage of models: --build-arg GRAFT_REVISION="$(git rev-parse HEAD)".
ARG GRAFT_REVISION=
ENV NODE_ENV=production GRAFT_CACHE=/opt/graft GRAFT_REVISION=$GRAFT_REVISION
WORKDIR /app
COPY --from=build /opt/graft /opt/graft
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/apps apps
COPY --from=build /app/libs libs
COPY --from=build /app/assets assets
COPY --from=build /app/prisma prisma
COPY --from=build /app/tools tools
COPY --from=build /app/package.json package.json
# The volumes take over these owners.
RUN mkdir -p /data /secrets && chown node:node /data /secrets
USER node
CMD ["node", "--max-semi-space-size=64", "--enable-source-maps", "apps/api/dist/main.js"]
