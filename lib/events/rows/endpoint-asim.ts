import { baseName, splitUser } from '../windows/record';
import { ASIM_PARSERS, type Connector, type Reader } from './connector';

/*
 * macOS has no Sysmon: its telemetry reaches ASIM through Defender, so these rows are those of the
 * Microsoft 365 Defender branch of the parsers.
 */

const PROCESS = `${ASIM_PARSERS}/ASimProcessEvent/Parsers/ASimProcessEventMicrosoft365D.yaml`;
const FILE = `${ASIM_PARSERS}/ASimFileEvent/Parsers/ASimFileEventMicrosoft365D.yaml`;

function header({ text, time }: Reader, schema: string, type: string): Record<string, unknown> {
  return {
    TimeGenerated: time,
    EventType: type,
    EventCount: 1,
    EventVendor: 'Microsoft',
    EventProduct: 'M365 Defender for Endpoint',
    EventSchema: schema,
    EventResult: 'Success',
    EventStartTime: time,
    EventEndTime: time,
    // The parser knows Linux and macOS rows by a POSIX key, and calls both Linux.
    DvcOs: 'Linux',
    DvcHostname: text('Computer'),
  };
}

function process(event: Reader): Record<string, unknown> {
  const { text } = event;
  return {
    ...header(event, 'ProcessEvent', 'ProcessCreated'),
    TargetProcessName: text('Image'),
    // This branch keeps FileName here; the original file name is not mapped.
    TargetProcessFilename: baseName(text('Image') ?? ''),
    TargetProcessCommandLine: text('CommandLine'),
    TargetUsername: text('User'),
    TargetProcessIntegrityLevel: text('IntegrityLevel'),
    ActingProcessName: text('ParentImage'),
    ActingProcessFilename: baseName(text('ParentImage') ?? ''),
    ActingProcessCommandLine: text('ParentCommandLine'),
    ActorUsername: text('ParentUser'),
    CommandLine: text('CommandLine'),
    Process: text('Image'),
    User: text('User'),
  };
}

function file(event: Reader): Record<string, unknown> {
  const { text } = event;
  const path = text('TargetFilename') ?? '';
  return {
    ...header(event, 'FileEvent', 'FileCreated'),
    // The parser appends the name to a FolderPath that already has it.
    TargetFilePath: `${path}\\${baseName(path)}`,
    TargetFileName: baseName(path),
    ActingProcessName: text('Image'),
    ActingProcessCommandLine: text('CommandLine'),
    ActorUsername: splitUser(text('User') ?? '').name,
    FilePath: `${path}\\${baseName(path)}`,
    Process: text('Image'),
  };
}

export const ENDPOINT_CONNECTORS: readonly Connector[] = [
  {
    logsources: [['macos', 'process_creation', null]],
    target: 'sentinel-asim',
    table: '_Im_ProcessCreate',
    source: PROCESS,
    row: process,
  },
  {
    logsources: [['macos', 'process_creation', null]],
    target: 'sentinel-asim',
    table: '_Im_ProcessEvent',
    source: PROCESS,
    row: process,
  },
  {
    logsources: [['macos', 'file_event', null]],
    target: 'sentinel-asim',
    table: '_Im_FileEvent',
    source: FILE,
    row: file,
  },
];
