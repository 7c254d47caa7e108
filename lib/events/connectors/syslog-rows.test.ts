import { expect, it } from 'vitest';
import { syslogProgram } from '@/lib/log-sources';
import { connectorsOf } from './connectors-of';
import { EventReader } from './event-reader';

it.each([null, 'auth', 'clamav', 'cron', 'guacamole', 'sshd', 'sudo', 'syslog', 'vsftpd'])(
  'names the program of linux/%s as its Syslog row does',
  (service) => {
    const source = { product: 'linux', category: null, service, event: { message: 'x' } };
    const [syslog] = connectorsOf(source, 'sentinel').filter(({ table }) => table === 'Syslog');
    expect(syslog?.row(new EventReader(source))?.ProcessName).toBe(syslogProgram(source));
  },
);
