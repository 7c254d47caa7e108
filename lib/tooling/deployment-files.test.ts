import { readFileSync } from 'node:fs';
import path from 'node:path';
import { validate } from 'dockerfile-utils';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { VARIABLES } from '@/lib/env';

// No container engine runs where the tests do. They read the files by which others run Watchfloor.

const read = (name: string) => readFileSync(path.join(import.meta.dirname, '../..', name), 'utf8');
/** Read by Node, by Next and by the database's image. */
const OTHERS = ['NODE_ENV', 'NEXT_TELEMETRY_DISABLED', 'POSTGRES_USER', 'POSTGRES_DB'];
const KNOWN = [...VARIABLES, ...OTHERS, 'POSTGRES_PASSWORD', 'SITE'];

/** Compose merges what `<<` names. */
const readCompose = (text: string) =>
  load(text, { schema: CORE_SCHEMA.withTags(mergeTag) }) as Compose;

interface Service {
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: object;
  readonly networks?: Readonly<Record<string, { internal?: boolean } | null>>;
}

describe('Dockerfile', () => {
  const text = read('Dockerfile');

  it('has nothing that a linter objects to', () => {
    expect(
      validate(text).map(({ message, range }) => `${range.start.line + 1}: ${message}`),
    ).toEqual([]);
  });

  it('runs as an account without rights, and says how to ask for its health', () => {
    const last = text.slice(text.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
    expect(last).toMatch(/^VOLUME \/data$/m);
    expect(last).toMatch(/^CMD \["node", /m);
  });

  it('copies only what .dockerignore lets through, and needs no secret', () => {
    const rules = read('.dockerignore').split('\n');
    expect(rules.find((line) => line !== '' && !line.startsWith('#'))).toBe('*');
    expect(rules).not.toContain('!.env');
    expect(text).not.toMatch(/TOKEN|SECRET|PASSWORD/);
  });
});

describe.each(['compose.yaml', 'compose.postgresql.yaml'])('%s', (name) => {
  const text = read(name);
  const compose = readCompose(text);
  const own = Object.entries(compose.services).filter(([service]) =>
    service.startsWith('watchfloor'),
  );

  it('lets Watchfloor write to its volume alone, without any right', () => {
    expect(own.length).toBeGreaterThan(0);
    for (const [service, { read_only, cap_drop, security_opt }] of own) {
      expect({ read_only, cap_drop, security_opt }, service).toEqual({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
    }
  });

  it('opens no port of Watchfloor to other machines', () => {
    for (const [, { ports = [] }] of own) {
      expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    }
  });

  it('sets and asks for variables that exist', () => {
    const set = Object.values(compose.services).flatMap(({ environment = {} }) =>
      Object.keys(environment),
    );
    const asked = [...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, variable = '']) => variable);
    expect([...set, ...asked].filter((variable) => !KNOWN.includes(variable))).toEqual([]);
  });

  it('names volumes and networks that it defines', () => {
    const volumes = Object.values(compose.services).flatMap((service) =>
      (service.volumes ?? []).map((volume) => volume.split(':')[0]),
    );
    const networks = Object.values(compose.services).flatMap((service) => service.networks ?? []);
    expect(Object.keys(compose.volumes)).toEqual(expect.arrayContaining(volumes));
    expect(Object.keys(compose.networks ?? {})).toEqual(expect.arrayContaining(networks));
  });
});

describe('compose.postgresql.yaml', () => {
  it('lets one of two instances sync, and the database out nowhere', () => {
    const { services, networks } = readCompose(read('compose.postgresql.yaml'));
    const every = ['watchfloor-1', 'watchfloor-2'].map(
      (service) => services[service]?.environment?.SYNC_EVERY,
    );
    expect(every).toEqual([`\${SYNC_EVERY:-6h}`, '0']);
    expect(services.database?.networks).toEqual(['inside']);
    expect(networks?.inside).toEqual({ internal: true });
  });
});

describe('watchfloor.service', () => {
  const settings = read('watchfloor.service')
    .split('\n')
    .filter((line) => /^[A-Za-z]+=/.test(line))
    .map((line) => line.split(/=(.*)/s).slice(0, 2));
  const values = (name: string) =>
    settings.filter(([key]) => key === name).map(([, value]) => value);

  it.each([
    ['NoNewPrivileges', 'yes'],
    ['ProtectSystem', 'strict'],
    ['ProtectHome', 'yes'],
    ['PrivateTmp', 'yes'],
    ['DynamicUser', 'yes'],
    ['StateDirectory', 'watchfloor'],
    ['CapabilityBoundingSet', ''],
  ])('has %s=%s', (name, value) => {
    expect(values(name)).toEqual([value]);
  });

  it('sets variables that exist', () => {
    const names = values('Environment').flatMap((value) =>
      (value ?? '').split(' ').map((each) => each.split('=')[0] ?? ''),
    );
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((each) => !KNOWN.includes(each))).toEqual([]);
  });
});
