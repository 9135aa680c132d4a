/**
 * What any such service must do: the floor others are measured against. `FLOOR=http`: Node's own server, JSON.parse, a fixed card. `FLOOR=auth`: Express with
 * its JSON reader, a compiled JSON Schema of the frame, an RS384 signature checked with a key at hand, a fixed card. Single use of a token is not checked
 * and nothing is recorded. `PORT`, `KEY` (a public key, PEM).
 */
import { createPublicKey } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { Ajv2020 } from 'ajv/dist/2020.js';
import express, { type Request, type Response } from 'express';
import jwt from 'jsonwebtoken';

const CARD = { uuid: '00000000-0000-4000-8000-000000000001', summary: 'This study is usually not appropriate yet.', indicator: 'warning', source: { label: 'A guideline' } };
const ANSWER = { cards: [CARD] };

const FRAME = {
  type: 'object', required: ['hook', 'hookInstance', 'context', 'prefetch'],
  properties: {
    hook: { const: 'order-select' }, hookInstance: { type: 'string' },
    context: { type: 'object', required: ['userId', 'patientId', 'selections', 'draftOrders'], properties: { selections: { type: 'array', items: { type: 'string' } }, draftOrders: { $ref: '#/$defs/bundle' } } },
    prefetch: { type: 'object', properties: { patient: { $ref: '#/$defs/resource' } }, additionalProperties: { $ref: '#/$defs/bundle' } },
  },
  $defs: {
    resource: { type: 'object', required: ['resourceType'], properties: { resourceType: { type: 'string' } } },
    bundle: { type: 'object', required: ['resourceType'], properties: { resourceType: { const: 'Bundle' }, entry: { type: 'array', items: { type: 'object', required: ['resource'], properties: { resource: { $ref: '#/$defs/resource' } } } } } },
  },
};

const listener = process.env['FLOOR'] === 'http' ? plainListener() : authenticatedListener(process.env['KEY'] ?? '');
createServer(listener).listen(Number(process.env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));

function plainListener(): RequestListener {
  const answer = JSON.stringify(ANSWER);
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const isRead = chunks.length === 0 || typeof JSON.parse(Buffer.concat(chunks).toString()) === 'object';
      response.writeHead(isRead ? 200 : 400, { 'Content-Type': 'application/json' }).end(answer);
    });
  };
}

function authenticatedListener(pem: string): RequestListener {
  const key = createPublicKey(pem);
  const isFrame = new Ajv2020({ strict: false }).compile(FRAME);
  const app = express();
  app.get('/healthz', (_request: Request, response: Response) => void response.json({ status: 'ok' }));
  app.post('/cds-services/imaging-advice', (request: Request, response: Response, next) => {
    try {
      jwt.verify((request.headers.authorization ?? '').slice('Bearer '.length), key, { algorithms: ['RS384'] });
      next();
    } catch {
      response.status(401).json({ issue: 'the token' });
    }
  }, express.json({ limit: '64mb' }), (request: Request, response: Response) => {
    if (!isFrame(request.body)) return void response.status(400).json({ issue: 'the frame' });
    response.json(ANSWER);
  });
  return app;
}
