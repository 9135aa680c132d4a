# Knowledge is tested in the build; what ships is the source, the knowledge and the production dependencies.
FROM node:24-bookworm-slim AS test
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm test

FROM node:24-bookworm-slim AS modules
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="Backstop" org.opencontainers.image.licenses="Apache-2.0"
ENV TZ=UTC HOST=0.0.0.0
WORKDIR /app
COPY --from=modules /app/node_modules ./node_modules
COPY --from=test /app/package.json ./
COPY --from=test /app/src ./src
COPY --from=test /app/cards ./cards
# What is remembered (STORE): a volume, or gone with the container.
RUN mkdir -m 700 data && chown node:node data
VOLUME /app/data
USER node
EXPOSE 3000
HEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
