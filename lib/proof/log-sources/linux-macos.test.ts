import { describeEvents, otherCase } from './log-source-fixture';

describeEvents('Linux and macOS', [
  otherCase(
    'Linux process creation',
    { product: 'linux', category: 'process_creation' },
    `selection: { Image|endswith: '/ledger', CommandLine|contains: ' -o ' }`,
    {
      Image: '/opt/ledger',
      CommandLine: 'ledger -o "a b"',
      ParentImage: '/bin/bash',
      User: 'root',
    },
    ['DeviceProcessEvents'],
  ),
  otherCase(
    'macOS process creation',
    { product: 'macos', category: 'process_creation' },
    `selection: { Image: /usr/bin/ledger, CommandLine|contains: ' -o ' }`,
    { Image: '/usr/bin/ledger', CommandLine: 'ledger -o x', ParentImage: '/bin/zsh', User: 'ann' },
    ['DeviceProcessEvents'],
  ),
  otherCase(
    'Linux file event',
    { product: 'linux', category: 'file_event' },
    `selection: { TargetFilename|startswith: '/etc/cron.d/' }`,
    { TargetFilename: '/etc/cron.d/ledger', Image: '/bin/bash' },
    ['DeviceFileEvents'],
  ),
  otherCase(
    'auditd, an execution',
    { product: 'linux', service: 'auditd' },
    'selection: { type: EXECVE, a0: ledger, a1|contains: open }',
    { type: 'EXECVE', argc: 2, a0: 'ledger', a1: '--open' },
    ['LinuxAuditLog', 'Syslog', '_Im_ProcessCreate', 'DeviceProcessEvents'],
  ),
  otherCase(
    'auditd, a system call',
    { product: 'linux', service: 'auditd' },
    'selection: { type: SYSCALL, SYSCALL: swapoff, exe|endswith: /swapoff }',
    { type: 'SYSCALL', SYSCALL: 'swapoff', exe: '/sbin/swapoff', success: 'yes' },
    ['LinuxAuditLog', 'Syslog'],
  ),
  otherCase(
    'sshd',
    { product: 'linux', service: 'sshd' },
    `keywords: ['unexpected internal error', 'unknown or unsupported key type']`,
    { message: 'fatal: unexpected internal error' },
    ['Syslog'],
  ),
  otherCase(
    'cron',
    { product: 'linux', service: 'cron' },
    `keywords: ['REPLACE']`,
    { message: '(root) REPLACE (root)' },
    ['Syslog'],
  ),
]);
