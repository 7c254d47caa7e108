import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDeployKnowledge } from '@/lib/deploy-tools';
import { defenderDetection, detection, hostileText } from '../detection-fixture';
import type { Deployable } from '../types';
import { defenderJson } from './defender-json';

const { limits } = readDeployKnowledge();
const render = defenderJson(limits);
const bodyOf = (parts: Partial<Deployable>) =>
  JSON.parse(render(defenderDetection(parts)).files[0]?.text ?? 'null');
const codes = (parts: Partial<Deployable>) =>
  render(defenderDetection(parts)).losses.map(({ code, effect }) => `${code} ${effect}`);

describe('defenderJson', () => {
  it('writes the body of a disabled detection in Graph’s shape since October 2026', () => {
    expect(bodyOf({})).toEqual({
      id: 'wf-0b6a4f0e-8d3c-5c7e-9f5b-2a1d3e4f5a6b',
      displayName: 'Shadow copies deleted',
      description: detection().description,
      status: 'disabled',
      queryCondition: { queryText: detection().header + detection().query },
      schedule: { frequency: 'PT1H' },
      detectionAction: {
        alertTemplate: {
          title: 'Shadow copies deleted on {{DeviceName}}',
          description: detection().description,
          severity: 'high',
          recommendedActions: '- Look at the parent process.\n',
          tactics: [{ tactic: 'Impact', techniques: [{ technique: 'T1490', subTechniques: [] }] }],
          entityMappings: {
            hosts: [{ deviceIdColumn: 'DeviceId', nameColumn: 'DeviceName' }],
            accounts: [{ sidColumn: 'AccountSid' }],
          },
          customDetails: { CommandLine: 'ProcessCommandLine' },
        },
      },
    });
  });

  it('keeps one tactic with its techniques, and says which others are lost', () => {
    const { losses } = render(defenderDetection());
    expect(losses).toMatchObject([{ code: 'deploy/one-tactic', effect: 'lost' }]);
    expect(losses[0]?.message).toMatch(/Impact\. Without: DefenseEvasion, T1070\.004\.$/);
    const techniques = [
      { id: 'T1059.001', tactics: ['Execution'], azureSentinel: [] },
      { id: 'T1059', tactics: ['Execution'], azureSentinel: [] },
    ];
    const { tactics } = bodyOf({ tactics: ['Impact', 'Execution'], techniques }).detectionAction
      .alertTemplate;
    expect(tactics).toEqual([
      { tactic: 'Execution', techniques: [{ technique: 'T1059', subTechniques: ['T1059.001'] }] },
    ]);
    expect(bodyOf({ tactics: [], techniques: [] }).detectionAction.alertTemplate.tactics).toEqual(
      [],
    );
  });

  it('refuses a detection without a host, an account, a mailbox or an address', () => {
    const columns = [{ property: 'addressColumn', column: 'RemoteUrl' }];
    expect(codes({ graphEntities: [] })).toContain('deploy/no-asset refused');
    expect(codes({ graphEntities: [{ collection: 'urls', columns }] })).toContain(
      'deploy/no-asset refused',
    );
    expect(codes({ graphEntities: [{ collection: 'ips', columns }] })).not.toContain(
      'deploy/no-asset refused',
    );
  });

  it('refuses a query that does not return what the service asks for', () => {
    const summarized = { passes: null, columns: ['DeviceId', 'Timestamp'] };
    const { losses } = render(defenderDetection({ result: summarized }));
    expect(losses.find(({ effect }) => effect === 'refused')?.message).toMatch(
      /must return Timestamp, DeviceId, ReportId\. The query does not return ReportId:/,
    );
    expect(codes({ result: { passes: null, columns: ['Timestamp'] }, table: 'AlertInfo' })).toEqual(
      ['deploy/one-tactic lost'],
    );
  });

  it('refuses ASIM, and takes a workspace’s table with a note', () => {
    expect(codes({ target: 'sentinel-asim' })).toContain('deploy/wrong-target refused');
    expect(codes({ target: 'sentinel' })).toContain('deploy/workspace-in-defender changed');
  });

  it('has another name and title for a workspace than for advanced hunting', () => {
    const own = bodyOf({});
    const other = bodyOf({ target: 'sentinel' });
    expect(other?.displayName).toBe(`${own?.displayName} (Sentinel)`);
    expect(other?.detectionAction.alertTemplate.title).toBe(
      `${own?.detectionAction.alertTemplate.title} (Sentinel)`,
    );
  });

  it('runs as often as planned or more often, and looks back far enough', () => {
    const frequency = (minutes: number, period: number) =>
      bodyOf({ schedule: { frequency: minutes, period, reason: '' } })?.schedule.frequency;
    expect(frequency(5, 5)).toBe('PT1H');
    expect(frequency(60, 240)).toBe('PT1H');
    expect(frequency(60, 241)).toBe('PT3H');
    expect(frequency(240, 240)).toBe('PT3H');
    expect(frequency(1440, 1440)).toBe('P1D');
    expect(frequency(60, 14_400)).toBe('P1D');
    expect(frequency(60, 43_201)).toBeUndefined();
  });

  it('shows at most three columns in the title', () => {
    expect(codes({ alertTitle: '{{a}} {{b}} {{c}} {{d}}' })).toContain('deploy/title-cut lost');
  });

  it('keeps texts unchanged, except that none of them names a column', () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, (name, description, query) => {
        const { files } = render(
          defenderDetection({ name, description, query, alertTitle: null, header: '' }),
        );
        const text = files[0]?.text ?? '';
        expect(text).toMatch(/^[\n -~]*$/);
        const body = JSON.parse(text);
        expect(body).toMatchObject({
          displayName: name,
          description,
          queryCondition: { queryText: query },
        });
        const { title, description: shown } = body.detectionAction.alertTemplate;
        expect(`${title} ${shown}`).not.toContain('{{');
        expect([title, shown].map((one) => one.replaceAll('{ ', '{'))).toEqual(
          [name, description].map((one) => one.replaceAll('{ ', '{')),
        );
      }),
    );
  });

  it('posts with a file in which nothing of a rule is written', () => {
    const script = (parts: Partial<Deployable>) => render(defenderDetection(parts)).files[1];
    expect(script({ name: '$(Remove-Item)', query: '"@' })).toEqual(script({}));
    expect(script({})?.text).not.toMatch(/PATCH|DELETE|automatedActions/);
  });
});
