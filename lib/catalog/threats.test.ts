import { expect, it } from 'vitest';
import { cvesOf, threatNames, threatsOf } from './threats';

const source = { title: '', path: 'rules/x.yml', tags: [], references: [] };

it('finds each CVE once, in tags, title, file name and references', () => {
  expect(cvesOf(source)).toEqual([]);
  expect(
    cvesOf({
      title: 'CVE-2024-1708 - Path Traversal',
      path: 'rules-emerging-threats/2024/Exploits/CVE-2024-1709/win_exploit_cve_2024_1708_x.yml',
      tags: ['cve.2021.21551', 'cve.2024-1709', 'attack.t1190', 'cve.2010'],
      references: [
        'https://example.org/advisories/cve-2023-4966#x',
        'https://example.org/ucve-1999-0001',
      ],
    }),
  ).toEqual(['CVE-2021-21551', 'CVE-2023-4966', 'CVE-2024-1708', 'CVE-2024-1709']);
});

const at = (folder: string) => `rules-emerging-threats/2023/${folder}/x.yml`;
const names = threatNames(
  {
    groups: { G0016: 'APT29' },
    software: { S0650: 'QakBot' },
    campaigns: { C0014: 'Operation Wocao' },
  },
  [at('TA/EquationGroup'), at('TA/Equation-Group')],
);

it('names threats as ATT&CK does, by tag or by folder', () => {
  const tags = ['attack.g0016', 'attack.S0650', 'attack.c0014', 'attack.t1059', 'attack.g9999'];
  expect(threatsOf({ path: at('Malware/Qakbot'), tags }, names)).toEqual([
    'APT29',
    'QakBot',
    'Operation Wocao',
  ]);
});

it('reads any other folder as it is written, in one spelling, and no folder that names no threat', () => {
  const named = (path: string) => threatsOf({ path, tags: [] }, names);
  expect(named(at('TA/EquationGroup'))).toEqual(['Equation Group']);
  expect(named(`sigma/${at('TA/3CX-Supply-Chain')}`)).toEqual(['3CX Supply Chain']);
  expect(named(at('Exploits/CVE_2025_4598'))).toEqual([]);
  expect(named(at('Malware/Generic'))).toEqual([]);
  expect(named('rules-emerging-threats/2022/Malware/win_maggie.yml')).toEqual([]);
  expect(named('rules/windows/process_creation/x.yml')).toEqual([]);
});
