import { auditLine } from './audit-line';
import { type Connector, LOG_ANALYTICS, type Reader } from './connector';

/*
 * Logs that are lines of text. Syslog: the message without its header, the program in ProcessName,
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/syslog. Files read by the agent:
 * one column, RawData.
 */

/** Linux services: the program that writes them, and its facility. */
const PROGRAMS: Readonly<Record<string, readonly [program: string, facility: string]>> = {
  auth: ['login', 'auth'],
  clamav: ['clamd', 'local6'],
  cron: ['cron', 'cron'],
  guacamole: ['guacd', 'daemon'],
  sshd: ['sshd', 'auth'],
  sudo: ['sudo', 'authpriv'],
  syslog: ['systemd', 'daemon'],
  vsftpd: ['vsftpd', 'ftp'],
};

/** The program that writes a Linux service's lines; the product alone stands for systemd's. */
export function programOf(service: string | null): string | null {
  return service === null ? 'systemd' : (PROGRAMS[service]?.[0] ?? null);
}

function syslog(program: string, facility: string): (event: Reader) => Record<string, unknown> {
  return ({ line, time, text }) => ({
    TimeGenerated: time,
    EventTime: time,
    Type: 'Syslog',
    Facility: facility,
    SeverityLevel: 'info',
    ProcessName: program,
    // sudo's line, from the fields that a parser takes out of it.
    SyslogMessage:
      text('USER') === undefined
        ? line
        : `worker : TTY=pts/0 ; PWD=/home ; USER=${text('USER')} ; COMMAND=/usr/bin/true`,
  });
}

const LINUX: readonly Connector[] = [
  {
    logsources: [['linux', null, null]],
    target: 'sentinel',
    table: 'Syslog',
    source: `${LOG_ANALYTICS}/syslog`,
    row: syslog('systemd', 'daemon'),
  },
  ...Object.entries(PROGRAMS).map(
    ([service, [program, facility]]): Connector => ({
      logsources: [['linux', null, service]],
      target: 'sentinel',
      table: 'Syslog',
      source: `${LOG_ANALYTICS}/syslog`,
      row: syslog(program, facility),
    }),
  ),
];

const NETWORK_DEVICES: Connector = {
  logsources: [
    ['cisco', null, 'aaa'],
    ['cisco', null, 'bgp'],
    ['cisco', null, 'ldp'],
    ['cisco', null, 'syslog'],
    ['huawei', null, 'bgp'],
    ['juniper', null, 'bgp'],
    ['paloalto', 'appliance', 'globalprotect'],
  ],
  target: 'sentinel',
  table: 'Syslog',
  source: `${LOG_ANALYTICS}/syslog`,
  row: syslog('', 'local7'),
};

const FORTIOS: Connector = {
  logsources: [['fortios', null, 'sslvpnd']],
  target: 'sentinel',
  table: 'CommonSecurityLog',
  source: 'https://learn.microsoft.com/azure/sentinel/cef-name-mapping',
  row: ({ line, time }) => ({
    TimeGenerated: time,
    Type: 'CommonSecurityLog',
    DeviceVendor: 'Fortinet',
    DeviceProduct: 'Fortigate',
    Message: line,
  }),
};

/** Auditd records as the agent's table has them: a column for each key of the record. */
const AUDITD: Connector = {
  logsources: [['linux', null, 'auditd']],
  target: 'sentinel',
  table: 'LinuxAuditLog',
  source: `${LOG_ANALYTICS}/linuxauditlog`,
  row: ({ time, event, text }) => {
    const columns: Record<string, unknown> = {};
    for (const name of Object.keys(event)) {
      if (name === 'type' || name === 'SYSCALL' || name === 'time' || name === 'message') continue;
      columns[name] = text(name);
    }
    return {
      ...columns,
      TimeGenerated: time,
      Type: 'LinuxAuditLog',
      RecordType: text('type'),
      syscall: text('SYSCALL', 'syscall'),
      RawRecord: auditLine(event),
    };
  },
};

const FILES: readonly Connector[] = (
  [
    ['apache', 'ApacheHTTPServer_CL'],
    ['nginx', 'NGINX_CL'],
  ] as const
).map(([service, table]) => ({
  logsources: [[null, null, service]],
  target: 'sentinel',
  table,
  source: 'https://github.com/Azure/Azure-Sentinel/blob/master/Solutions/CustomLogsAma',
  row: ({ line, time }) => ({ TimeGenerated: time, RawData: line }),
}));

const APPLICATIONS = [
  'jvm',
  'spring',
  'django',
  'nodejs',
  'python',
  'ruby_on_rails',
  'sql',
  'velocity',
] as const;

/** Application logs through Application Insights: a trace's message is the log line. */
const TRACES: Connector = {
  logsources: APPLICATIONS.map((product) => [product, 'application', null] as const),
  target: 'sentinel',
  table: 'AppTraces',
  source: `${LOG_ANALYTICS}/apptraces`,
  row: ({ line, time }) => ({ TimeGenerated: time, Type: 'AppTraces', Message: line }),
};

export const TEXT_CONNECTORS: readonly Connector[] = [
  ...LINUX,
  NETWORK_DEVICES,
  FORTIOS,
  AUDITD,
  ...FILES,
  TRACES,
];
