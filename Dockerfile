# Everything that needs a network or a compiler happens here. What runs has neither.
FROM node:22-slim AS build
WORKDIR /app

# SQLite comes ready for most platforms; elsewhere these compile it.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends g++ make python3 \
 && rm -rf /var/lib/apt/lists/*

ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1

COPY package.json package-lock.json ./
COPY lib/tooling/install.mjs lib/tooling/install.mjs
RUN node lib/tooling/install.mjs

COPY . .
RUN node lib/tooling/generate.mjs && node lib/tooling/build.mjs && rm -rf .next/cache

FROM node:22-slim
WORKDIR /app

# The folder is the only place that Watchfloor writes to, besides /tmp.
RUN mkdir --mode=0700 /data && chown node:node /data
VOLUME /data

COPY --from=build /app /app

ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATABASE_URL=file:/data/catalog.db \
    LOG_FORMAT=json

USER node
EXPOSE 3000

HEALTHCHECK --interval=30s --timeout=10s --start-period=3m --retries=3 \
  CMD ["node", "lib/tooling/ask-health.mjs"]

# Node itself is the first process: it passes SIGTERM on, and ends when the answers under way are sent.
STOPSIGNAL SIGTERM
CMD ["node", "lib/tooling/start.mjs"]
