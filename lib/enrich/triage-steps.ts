import type { SourceKind } from '@/lib/log-sources';

/** One thing to do, in one sentence. */
export interface Step {
  readonly text: string;
}

export const STEPS = {
  process: [
    { text: 'Read the whole command line, and decode the parts that are encoded or split up.' },
    {
      text: 'Look at the parent process and its command line. The match is more serious if the parent is a document viewer, a browser, a mail client or a server process.',
    },
    {
      text: 'Check the program’s path, signature and hash, and how many other hosts ran it in the last 30 days.',
    },
    { text: 'Find the account’s logon session, and what else it started within the hour.' },
    {
      text: 'Follow its child processes, the files it wrote and the connections it made afterwards.',
    },
  ],
  file: [
    {
      text: 'Get the file or its hash. Check its signature, its reputation, and where it was downloaded from (zone identifier).',
    },
    { text: 'Find the process that wrote it, with its parent, command line and account.' },
    { text: 'Check whether the file was run, loaded or copied elsewhere afterwards.' },
    { text: 'Search other hosts for the same name and hash.' },
  ],
  registry: [
    {
      text: 'Read the value’s data before and after the change, and find what it points to: a command, a library or a URL.',
    },
    {
      text: 'Find the process and the account that wrote it. They identify Group Policy and installers.',
    },
    {
      text: 'Check whether the setting has taken effect: a service that started, a protection that is off, a program that runs at logon.',
    },
    { text: 'Compare it with the same value on hosts with the same role.' },
  ],
  library: [
    {
      text: 'Check the file’s path, signature and hash: side-loading relies on a known name in an unusual folder.',
    },
    { text: 'Find out when the file was written, and by which process.' },
    {
      text: 'Look at the process that loaded it: its parent, its command line, and what it did next.',
    },
    { text: 'Count the hosts on which the same program loads the same file.' },
  ],
  network: [
    {
      text: 'Look up the destination: its owner, its reputation, and when it was first seen in your environment.',
    },
    { text: 'Find the process behind the connection, with its parent, command line and account.' },
    {
      text: 'Check how often, for how long and how much was sent: a regular rhythm suggests a beacon.',
    },
    { text: 'Search other hosts for the same destination.' },
  ],
  dns: [
    {
      text: 'Look up the name: its age, registrar and reputation, and the addresses that it resolved to.',
    },
    { text: 'Find the process that made the query, and whether a connection followed.' },
    { text: 'Search other hosts for the same name and for similar ones.' },
  ],
  script: [
    {
      text: 'Reassemble the script from all its blocks (same ScriptBlockId, in order) and read it as a whole.',
    },
    {
      text: 'Find the file that it came from. If there is none, find the parent process and command line.',
    },
    { text: 'Find out which accounts and how many hosts run the same script.' },
    { text: 'Follow what it downloaded, started and changed.' },
  ],
  injection: [
    {
      text: 'Check the path, signature and parent of the acting process: its signature identifies a security product.',
    },
    { text: 'Judge the target: access to lsass.exe, or a thread in a system process, is serious.' },
    {
      text: 'Look for what followed: a dump file, a connection, or a new process started by the target.',
    },
    { text: 'Count the hosts on which the same pair of processes occurs.' },
  ],
  pipe: [
    {
      text: 'Check the process that created the pipe: its path, signature, parent and command line.',
    },
    { text: 'Check whether other hosts or processes connected to the pipe.' },
    { text: 'Search for the same pipe name on other hosts.' },
  ],
  'windows-security': [
    {
      text: 'Take the acting account, the target and the source address from the event, and check whether they belong together.',
    },
    { text: 'Look for other events of the same logon session (logon id), before and after.' },
    { text: 'Check the change against tickets, or ask the account’s owner.' },
    { text: 'Check whether the account did the same on other hosts.' },
  ],
  'windows-log': [
    { text: 'Read the whole event, and the events around it on the same host.' },
    { text: 'Find the process or the service behind it, with its path, signature and account.' },
    { text: 'Compare it with software deployments and updates at that time.' },
    { text: 'Search for the same event on other hosts.' },
  ],
  'linux-log': [
    {
      text: 'Read the records around it. In audit logs, records with the same event id make up one event.',
    },
    {
      text: 'Find the user behind it (auid, or the session’s login), and where the session came from.',
    },
    { text: 'Compare it with configuration management and package updates at that time.' },
    { text: 'Look for files, cron entries, services and keys that are new since then.' },
  ],
  cloud: [
    {
      text: 'Take the identity, source address and user agent from the event, and compare them with what the identity usually does.',
    },
    {
      text: 'List the identity’s other calls in the hour before and after, including failed ones.',
    },
    { text: 'Compare the change with the deployment pipeline and tickets, or ask the owner.' },
    { text: 'Find out what the change made reachable or readable, and whether anyone used it.' },
  ],
  identity: [
    { text: 'Compare the address, device and client with the user’s usual sign-ins.' },
    { text: 'Check whether the sign-in succeeded, and with which second factor.' },
    {
      text: 'List what the account did afterwards: mail rules, consents, new factors, role changes.',
    },
    { text: 'Ask the user through another channel.' },
  ],
  web: [
    {
      text: 'Read the whole request, and the status and size of the response: did the server give the attacker what they wanted?',
    },
    { text: 'List the other requests from the same client address and user agent.' },
    { text: 'Check whether you use the software that the request is aimed at, and which version.' },
    {
      text: 'Look on the server for child processes of the web service, and for files that are new since then.',
    },
  ],
  antivirus: [
    { text: 'Check what happened to the file: blocked, removed, or only reported.' },
    { text: 'Find out how the file got there: a process, a download, a share or a mail.' },
    {
      text: 'Look for what ran on the host before the detection, and for the same file elsewhere.',
    },
  ],
  'network-device': [
    {
      text: 'Find who was logged in to the device, from which address, and whether a change was planned.',
    },
    { text: 'Compare the running configuration with the last backup.' },
    { text: 'Look for the same commands on other devices.' },
  ],
  application: [
    { text: 'Read the whole event, and the log around it for the same user, session or address.' },
    { text: 'Compare it with tests, releases and faults of the application at that time.' },
    { text: 'Look on the host for new processes, files and connections from the application.' },
  ],
} satisfies Record<SourceKind, readonly Step[]>;

/** What to do if a match is a real attack, by tactic. */
export const IF_REAL = new Map(
  Object.entries<string>({
    'initial-access': 'close the way in, and look for what came through it',
    execution: 'isolate the host, and collect what ran',
    persistence: 'remove the foothold on every host that has it, then look for a second one',
    'privilege-escalation': 'revoke the gained privileges, and review what was done with them',
    stealth: 'preserve logs and memory before they are cleaned up',
    'defense-impairment': 'restore the protection, and review the time while it was off',
    'credential-access': 'reset the credentials that the host or the account could reach',
    discovery: 'look for what followed on the hosts and accounts that were listed',
    'lateral-movement':
      'trace the session back to its first host, and forward to every one it reached',
    collection: 'find out what was collected, and whether it left your environment',
    'command-and-control':
      'isolate the host, block the destination, and search the other hosts for it',
    exfiltration: 'find out what left, and block the way out',
    impact: 'isolate the affected systems, and check that backups are intact',
    reconnaissance: 'watch for the attack that it prepares',
    'resource-development': 'watch for the attack that it prepares',
  }),
);
