import { allComparisons, type Node } from './comparison';

// Programs that come with a system and have everyday uses, by a sentence on who else runs them.
const EVERYDAY = new Map(
  Object.entries<readonly string[]>({
    'Logon scripts, management agents and installers run {tool} too.': [
      'powershell.exe pwsh.exe cmd.exe wscript.exe cscript.exe bash sh zsh python python3 python.exe osascript perl',
    ],
    'Administrators, inventory scripts and monitoring agents use {tool} in the same way.': [
      'net.exe net1.exe reg.exe sc.exe schtasks.exe wmic.exe netsh.exe wevtutil.exe nltest.exe whoami.exe',
      'ipconfig.exe systeminfo.exe tasklist.exe taskkill.exe icacls.exe takeown.exe attrib.exe fsutil.exe',
      'dism.exe bcdedit.exe vssadmin.exe quser.exe query.exe dsquery.exe dnscmd.exe arp.exe nslookup.exe',
      'netstat.exe route.exe hostname.exe gpresult.exe auditpol.exe diskshadow.exe ntdsutil.exe csvde.exe',
      'adfind.exe psexec.exe psexec64.exe procdump.exe procdump64.exe rar.exe 7z.exe winrar.exe tar.exe',
      'chmod chown crontab systemctl ps find grep iptables useradd usermod esxcli launchctl dscl defaults',
      'networksetup system_profiler sw_vers hostname uname id whoami netstat ifconfig mount kubectl docker',
      'appcmd.exe cmdkey.exe setspn.exe findstr.exe where.exe robocopy.exe xcopy.exe shutdown.exe wbadmin.exe',
    ],
    'Installers, updaters and Windows itself start {tool}: compare the arguments with what your fleet runs.':
      [
        'rundll32.exe regsvr32.exe mshta.exe msiexec.exe installutil.exe regasm.exe regsvcs.exe msbuild.exe',
        'odbcconf.exe cmstp.exe control.exe forfiles.exe pcalua.exe hh.exe dllhost.exe explorer.exe svchost.exe',
        'wuauclt.exe csc.exe ieexec.exe bash.exe wsl.exe mavinject.exe presentationhost.exe conhost.exe',
      ],
    'Deployment scripts and package managers download files with {tool}.': [
      'certutil.exe bitsadmin.exe curl.exe curl wget wget.exe winget.exe git git.exe choco.exe pip npm',
    ],
    'If your help desk uses {tool}, its sessions match too: list the approved installations first.':
      [
        'anydesk.exe teamviewer.exe teamviewer_desktop.exe screenconnect.windowsclient.exe netsupport.exe',
        'client32.exe logmein.exe gotohttp.exe quickassist.exe meshagent.exe atera_agent.exe rustdesk.exe',
        'screenconnect.clientservice.exe screenconnect.service.exe splashtop.exe ultraviewer.exe mstsc.exe',
      ],
  }),
);

const KNOWN: ReadonlyMap<string, string> = new Map(
  [...EVERYDAY].flatMap(([text, lines]) =>
    lines.flatMap((line) => line.split(' ').map((name) => [name, text] as const)),
  ),
);

const PROGRAM_FIELDS = new Set([
  'Image',
  'OriginalFileName',
  'NewProcessName',
  'SourceImage',
  'exe',
]);

/** A sentence on the everyday programs that the rule looks for, and their names. Null if there are none. */
export function everydayTools(wanted: Node | null): { tools: string[]; text: string } | null {
  if (!wanted) return null;
  const found = new Map<string, string[]>();
  const comparisons = allComparisons(wanted).filter(({ field, operator }) => {
    return (
      field !== null && PROGRAM_FIELDS.has(field) && (operator === 'is' || operator === 'ends')
    );
  });
  for (const value of comparisons.flatMap(({ values }) => values)) {
    const name = value.slice(value.search(/[^\\/]*$/)).toLowerCase();
    const text = KNOWN.get(name);
    if (!text) continue;
    const tools = found.get(text) ?? [];
    if (!tools.includes(name)) tools.push(name);
    found.set(text, tools);
  }
  const [first] = [...found].sort(([, a], [, b]) => b.length - a.length);
  return first ? { text: first[0], tools: first[1] } : null;
}
