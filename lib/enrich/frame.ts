import type { LogSource } from '@/lib/sigma/types';

/** How an event of a kind is told: who does what to what. */
export interface Frame {
  /** Fields that name the actor; the noun stands where the rule does not name it. */
  readonly subject: { readonly fields: readonly string[]; readonly noun: string };
  readonly verb: string;
  /** The field that the noun is the text of: said as "that contains". */
  readonly text?: string;
  /** A value that the verb says already. */
  readonly implied?: { readonly field: string; readonly value: string };
  /** What it acts on, in order; `without` is said where the rule does not name it. */
  readonly objects: readonly {
    readonly fields: readonly string[];
    readonly before: string;
    readonly noun: string;
    readonly without: string;
    /** Taken only when the rule gives the value itself. */
    readonly exact?: true;
  }[];
}

const actor = { fields: ['Image', 'OriginalFileName'], noun: 'process' };

function acting(verb: string, field: string, noun: string): Frame {
  const object = { fields: [field], before: '', noun, without: `a ${noun}` };
  return { subject: { fields: ['Image'], noun: 'process' }, verb, objects: [object] };
}

function registry(verb: string): Frame {
  const frame = acting(verb, 'TargetObject', 'registry value');
  const data = { fields: ['Details'], before: 'to', noun: 'value', without: '' };
  return { ...frame, objects: [...frame.objects, data] };
}

const event = (noun: string, text?: string): Frame => ({
  subject: { fields: [], noun },
  verb: '',
  objects: [],
  ...(text ? { text } : {}),
});

const FRAMES: Readonly<Record<string, Frame>> = {
  process_creation: { subject: actor, verb: 'running', objects: [] },
  process_termination: { subject: actor, verb: 'ending', objects: [] },
  process_tampering: { subject: actor, verb: 'being tampered with', objects: [] },
  process_access: {
    subject: { fields: ['SourceImage'], noun: 'process' },
    verb: 'opening',
    objects: [
      { fields: ['TargetImage'], before: '', noun: 'process', without: 'another process' },
      { fields: ['GrantedAccess'], before: 'with access', noun: 'value', without: '', exact: true },
    ],
  },
  create_remote_thread: {
    subject: { fields: ['SourceImage'], noun: 'process' },
    verb: 'starting a thread in',
    objects: [{ fields: ['TargetImage'], before: '', noun: 'process', without: 'another process' }],
  },
  raw_access_thread: {
    subject: { fields: ['Image'], noun: 'process' },
    verb: 'reading a raw disk',
    objects: [],
  },
  file_event: acting('creating', 'TargetFilename', 'file'),
  file_change: acting('changing the creation time of', 'TargetFilename', 'file'),
  file_delete: acting('deleting', 'TargetFilename', 'file'),
  file_executable_detected: acting('writing', 'TargetFilename', 'executable'),
  file_rename: acting('renaming', 'TargetFilename', 'file'),
  file_access: acting('reading', 'FileName', 'file'),
  create_stream_hash: acting('writing an alternate data stream to', 'TargetFilename', 'file'),
  registry_set: registry('setting'),
  registry_event: registry('changing'),
  registry_add: registry('adding'),
  registry_delete: registry('deleting'),
  image_load: acting('loading', 'ImageLoaded', 'library'),
  driver_load: {
    subject: { fields: ['ImageLoaded'], noun: 'driver' },
    verb: 'being loaded',
    objects: [],
  },
  network_connection: {
    subject: { fields: ['Image'], noun: 'process' },
    verb: 'connecting',
    implied: { field: 'Initiated', value: 'true' },
    objects: [
      {
        fields: ['DestinationHostname', 'DestinationIp'],
        before: 'to',
        noun: 'host',
        without: '',
      },
      { fields: ['DestinationPort'], before: 'on port', noun: 'port', without: '', exact: true },
    ],
  },
  dns_query: acting('looking up', 'QueryName', 'name'),
  pipe_created: acting('creating', 'PipeName', 'named pipe'),
  ps_script: event('script block', 'ScriptBlockText'),
  ps_module: event('module call', 'Payload'),
  ps_classic_start: event('PowerShell engine'),
  webserver: event('request'),
  proxy: event('request'),
  dns: event('query'),
  firewall: event('connection'),
  antivirus: event('alert'),
};

const EVENT = event('event');

export function frameOf(logsource: LogSource): Frame {
  return FRAMES[logsource.category ?? ''] ?? EVENT;
}
