import type { SourceKind } from '@/lib/log-sources';

/** What to do, in one sentence. */
export interface Step {
  readonly text: string;
}

export const STEPS = {
  process: [
    { text: 'Read the whole command line and decode what is encoded or split up in it.' },
    {
      text: 'Look at the parent process and its own command line: a document viewer, a browser, a mail client or a server process as the parent makes it graver.',
    },
    {
      text: 'Check the program’s path, signature and hash, and on how many other hosts it ran in the last 30 days.',
    },
    { text: 'Find the logon session of the account, and what else it started within the hour.' },
    { text: 'Follow the child processes, the files written and the connections made afterwards.' },
  ],
  file: [
    {
      text: 'Get the file, or its hash: signature, reputation, and where it was downloaded from (zone identifier).',
    },
    { text: 'Find the process that wrote it, with parent, command line and account.' },
    { text: 'See whether the file was started, loaded or copied elsewhere afterwards.' },
    { text: 'Search the other hosts for the same name and hash.' },
  ],
  registry: [
    {
      text: 'Read the value’s data now and before, and what it points to: a command, a library, a URL.',
    },
    {
      text: 'Find the process and the account that wrote it; Group Policy and installers are known by theirs.',
    },
    {
      text: 'Check whether the setting has taken effect: a service started, a protection off, a program run at logon.',
    },
    { text: 'Compare with the same value on hosts of the same role.' },
  ],
  library: [
    {
      text: 'Check the file’s path, signature and hash: a known name in an unusual folder is the point of side-loading.',
    },
    { text: 'Find when and by which process the file was written.' },
    { text: 'Look at the loading process: parent, command line, and what it did after the load.' },
    { text: 'Count on how many hosts the same program loads the same file.' },
  ],
  network: [
    {
      text: 'Look up the destination: owner, reputation, when it was first seen in your environment.',
    },
    { text: 'Find the process behind the connection, with parent, command line and account.' },
    { text: 'See how often, how long and how much was sent: a regular rhythm is a beacon.' },
    { text: 'Search the other hosts for the same destination.' },
  ],
  dns: [
    { text: 'Look up the name: age, registrar, reputation, and the addresses that it led to.' },
    { text: 'Find the process that asked, and whether a connection followed.' },
    { text: 'Search the other hosts for the same name and its neighbours.' },
  ],
  script: [
    {
      text: 'Put the script together from all its blocks (ScriptBlockId, in order) and read it as a whole.',
    },
    {
      text: 'Find the file it came from, or the parent process and command line if there is none.',
    },
    { text: 'See under which account and on how many hosts the same script runs.' },
    { text: 'Follow what it downloaded, started and changed.' },
  ],
  injection: [
    {
      text: 'Check the acting process: path, signature, parent; a security product is known by its signature.',
    },
    { text: 'Judge the target: access to lsass.exe, or a thread in a system process, is grave.' },
    { text: 'Look for what follows: a dump file, a connection, a new process of the target.' },
    { text: 'Count on how many hosts the same pair of processes occurs.' },
  ],
  pipe: [
    { text: 'Check the process that made the pipe: path, signature, parent and command line.' },
    { text: 'See whether other hosts or processes connected to the pipe.' },
    { text: 'Search for the same pipe name on other hosts.' },
  ],
  'windows-security': [
    {
      text: 'Take the acting account, the target and the source address from the event, and ask whether the three belong together.',
    },
    { text: 'Look for other events of the same logon session (logon id) before and after.' },
    { text: 'Check the change against tickets, or ask the account’s owner.' },
    { text: 'See whether the same account did the same on other hosts.' },
  ],
  'windows-log': [
    { text: 'Read the full event, and the events around it on the same host.' },
    { text: 'Find the process or the service behind it, with path, signature and account.' },
    { text: 'Check it against software deployment and updates at that time.' },
    { text: 'Search for the same event on other hosts.' },
  ],
  'linux-log': [
    {
      text: 'Read the records around it: in audit logs, those of the same event id make up one event.',
    },
    {
      text: 'Find the user behind it (auid, or the session’s login) and from where the session came.',
    },
    { text: 'Check it against configuration management and package updates at that time.' },
    { text: 'Look for new files, cron entries, services and keys since.' },
  ],
  cloud: [
    {
      text: 'Take identity, source address and user agent from the event, and compare with what the identity usually does.',
    },
    { text: 'List the identity’s other calls within the hour before and after, failed ones too.' },
    { text: 'Check the change against the deployment pipeline and tickets, or ask the owner.' },
    { text: 'See what the change made reachable or readable, and whether it was used.' },
  ],
  identity: [
    { text: 'Compare address, device and client with the user’s usual sign-ins.' },
    { text: 'See whether the sign-in succeeded, and with which second factor.' },
    {
      text: 'List what the account did afterwards: mail rules, consents, new factors, role changes.',
    },
    { text: 'Ask the user over another channel.' },
  ],
  web: [
    {
      text: 'Read the whole request, and status and size of the response: did the server answer as the attacker wished?',
    },
    { text: 'List the other requests of the same client address and user agent.' },
    { text: 'Check whether the software behind the address is in use, and its version.' },
    { text: 'Look on the server for child processes of the web service and for new files since.' },
  ],
  antivirus: [
    { text: 'See what was done with the finding: blocked, removed, or only reported.' },
    { text: 'Find how the file came to be there: process, download, share, mail.' },
    { text: 'Look for what ran on the host before the finding, and for the same file elsewhere.' },
  ],
  'network-device': [
    {
      text: 'Find who was logged in to the device, from which address, and whether a change was planned.',
    },
    { text: 'Compare the running configuration with the last backup.' },
    { text: 'Look for the same commands on other devices.' },
  ],
  application: [
    { text: 'Read the full event, and the log around it for the same user, session or address.' },
    { text: 'Check it against tests, releases and faults of the application at that time.' },
    { text: 'Look on the host for new processes, files and connections of the application.' },
  ],
} satisfies Record<SourceKind, readonly Step[]>;

/** By tactic: what to do when it is real. */
export const IF_REAL: Readonly<Record<string, string>> = {
  'initial-access': 'close the way in and look for what came through it',
  execution: 'isolate the host and collect what ran',
  persistence: 'remove the foothold on every host that has it, then look for a second one',
  'privilege-escalation': 'take the gained rights away and review what was done with them',
  stealth: 'preserve logs and memory before they are cleaned up',
  'defense-impairment': 'restore the protection, and review the time during which it was off',
  'credential-access': 'reset the credentials that the host or the account could reach',
  discovery: 'look for what followed on the hosts and accounts that were listed',
  'lateral-movement':
    'trace the session back to its first host, and forward to every one it reached',
  collection: 'find what was gathered, and whether it left',
  'command-and-control':
    'isolate the host, block the destination, and search the other hosts for it',
  exfiltration: 'establish what left, and block the way out',
  impact: 'isolate the affected systems and check that backups are intact',
  reconnaissance: 'watch for the attack that it prepares',
  'resource-development': 'watch for the attack that it prepares',
};
