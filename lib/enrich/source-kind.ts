import type { LogSource } from '@/lib/sigma/types';

/** Log sources that an analyst handles alike. */
export const SOURCE_KINDS = [
  'process',
  'file',
  'registry',
  'library',
  'network',
  'dns',
  'script',
  'injection',
  'pipe',
  'windows-security',
  'windows-log',
  'linux-log',
  'cloud',
  'identity',
  'web',
  'antivirus',
  'network-device',
  'application',
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

const BY_CATEGORY: Readonly<Record<string, SourceKind>> = {
  process_creation: 'process',
  process_termination: 'process',
  process_access: 'injection',
  process_tampering: 'injection',
  create_remote_thread: 'injection',
  raw_access_thread: 'injection',
  registry_set: 'registry',
  registry_add: 'registry',
  registry_delete: 'registry',
  registry_event: 'registry',
  registry_rename: 'registry',
  image_load: 'library',
  driver_load: 'library',
  network_connection: 'network',
  firewall: 'network',
  dns_query: 'dns',
  dns: 'dns',
  ps_script: 'script',
  ps_module: 'script',
  ps_classic_start: 'script',
  ps_classic_provider_start: 'script',
  ps_classic_script: 'script',
  pipe_created: 'pipe',
  create_stream_hash: 'file',
  webserver: 'web',
  proxy: 'web',
  antivirus: 'antivirus',
};

const BY_SERVICE: Readonly<Record<string, SourceKind>> = {
  security: 'windows-security',
  signinlogs: 'identity',
  riskdetection: 'identity',
  pim: 'identity',
  okta: 'identity',
  'onelogin.events': 'identity',
  duo: 'identity',
  'google_workspace.login': 'identity',
  windefend: 'antivirus',
  apache: 'web',
  nginx: 'web',
  powershell: 'script',
  'powershell-classic': 'script',
  netflow: 'network',
};

const BY_PRODUCT: Readonly<Record<string, SourceKind>> = {
  windows: 'windows-log',
  linux: 'linux-log',
  aws: 'cloud',
  azure: 'cloud',
  gcp: 'cloud',
  m365: 'cloud',
  github: 'cloud',
  bitbucket: 'cloud',
  kubernetes: 'cloud',
  zeek: 'network',
  cisco: 'network-device',
  huawei: 'network-device',
  juniper: 'network-device',
  fortigate: 'network-device',
  fortios: 'network-device',
  paloalto: 'network-device',
};

export function sourceKind({ product, category, service }: LogSource): SourceKind {
  if (category?.startsWith('file_')) return 'file';
  return (
    BY_CATEGORY[category ?? ''] ??
    BY_SERVICE[service ?? ''] ??
    BY_PRODUCT[product ?? ''] ??
    'application'
  );
}
