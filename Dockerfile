# Types and knowledge are tested in the build; what ships is the source, the knowledge and the production dependencies. Steps: test/deploy/image.test.ts.
FROM node:24-bookworm-slim AS modules
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev

FROM node:24-bookworm-slim AS tested
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run types
RUN node src/cli.ts knowledge check
RUN node src/cli.ts knowledge test

FROM node:24-bookworm-slim
ARG VERSION=0.1.0
ARG REVISION=unknown
# When it was built (RFC 3339), and the address of the repository it was built from: whoever publishes it knows them.
ARG CREATED=
ARG SOURCE=
LABEL org.opencontainers.image.title="Backstop" \
      org.opencontainers.image.description="CDS Hooks service that advises on imaging orders for low back pain" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.created="$CREATED" \
      org.opencontainers.image.source="$SOURCE" \
      org.opencontainers.image.base.name="docker.io/library/node:24-bookworm-slim"
# A preload may start threads before the service asks for 16; they share two heaps of the C library, which else gives each thread one that stays.
ENV TZ=UTC HOST=0.0.0.0 UV_THREADPOOL_SIZE=16 MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=modules /app/node_modules ./node_modules
COPY --from=tested /app/package.json /app/LICENSE /app/NOTICE ./
COPY --from=tested /app/src ./src
# With its vignettes: the playground and the pages of the knowledge show them.
COPY --from=tested /app/cards ./cards
# What is remembered (STORE): a volume, or gone with the container. Nothing else is written; the rest may be mounted read-only.
RUN mkdir -m 700 data && chown node:node data
VOLUME /app/data
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=32", "src/main.ts"]
