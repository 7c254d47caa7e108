import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import {
  activityOf,
  categoryFacts,
  currentLogSources,
  eventCategory,
  eventForms,
  eventLogOf,
  eventMeaning,
  eventSources,
  keywordsOf,
  type LogSourceName,
  logSourceName,
  mayHoldLists,
  ownFieldName,
  pathStyle,
  productsOfPlatform,
  recordedFields,
  serviceFacts,
  sourceKind,
  syslogProgram,
  taxonomyFields,
  usualValuesOf,
  vocabularyOf,
} from './index';

/** `windows/process_creation/` → the three names; an empty one is null. */
function source(names: string): LogSourceName {
  const [product, category, service] = names.split('/').map((name) => name || null);
  return { product: product ?? null, category: category ?? null, service: service ?? null };
}

function namesOf(sources: readonly LogSourceName[] | undefined): string[] {
  return (sources ?? []).map((one) => [one.product, one.category, one.service].join('/'));
}

describe('the log sources of the mappings', () => {
  const all = readKnowledge().mappings.all.map(({ logsource }) => logsource);
  const names = new Map(all.map((one) => [namesOf([one])[0], one]));

  it.each([...names])('have an entry for %s', (_, logsource) => {
    const { product, category, service } = logsource;
    if (product !== null) expect(currentLogSources().products.has(product)).toBe(true);
    if (category !== null) expect(categoryFacts(logsource)).not.toBeNull();
    if (service !== null) expect(serviceFacts(logsource)).not.toBeNull();
  });
});

describe('the log sources of an event', () => {
  const sysmon = 'Microsoft-Windows-Sysmon';
  const security = 'Microsoft-Windows-Security-Auditing';

  it('are the categories of its id, the generic one first, then its service', () => {
    const found = eventSources(sysmon, `${sysmon}/Operational`, 13);
    expect(namesOf(found?.otherwise)).toEqual([
      'windows/registry_event/',
      'windows/registry_set/',
      'windows//sysmon',
    ]);
  });

  it('depend on the field that distinguishes the categories of one id', () => {
    const found = eventSources(sysmon, '', 12);
    expect(found?.field).toBe('EventType');
    expect(namesOf(found?.byValue.get('DeleteValue'))).toEqual([
      'windows/registry_event/',
      'windows/registry_delete/',
      'windows//sysmon',
    ]);
    expect(namesOf(found?.otherwise)).toEqual(['windows/registry_event/', 'windows//sysmon']);
  });

  it('include the categories that the Security log records under its own field names', () => {
    expect(namesOf(eventSources(security, 'Security', 4688)?.otherwise)).toEqual([
      'windows/process_creation/',
      'windows//security',
    ]);
    expect(namesOf(eventSources(security, 'Security', 4663)?.byValue.get('File'))).toContain(
      'windows/file_access/',
    );
  });

  it('include a service under its aliases too', () => {
    const found = eventSources('x', 'Microsoft-ServiceBus-Client/Operational', 1);
    expect(namesOf(found?.otherwise)).toEqual([
      'windows//microsoft-servicebus-client',
      'windows//servicebus-client',
    ]);
  });

  it('need no product when their category does not', () => {
    const found = eventSources('x', 'Microsoft-Windows-Windows Defender/Operational', 1116);
    expect(namesOf(found?.otherwise)).toEqual(['/antivirus/', 'windows//windefend']);
  });

  it('are unknown for an unknown channel, even one called like a member of every object', () => {
    expect(eventSources('__proto__', 'constructor', 1)).toBeNull();
  });
});

describe('the category of an event id', () => {
  it('is the narrowest that covers every event with the id', () => {
    expect([12, 13, 14].map((id) => eventCategory('windows', 'sysmon', id))).toEqual([
      'registry_event',
      'registry_set',
      'registry_rename',
    ]);
    expect(eventCategory('windows', 'sysmon', 4000)).toBeNull();
  });
});

describe('the events that record a category', () => {
  it('have the fields of the log in order, with usual values', () => {
    const [form] = eventForms(source('windows/file_event/'));
    expect(form?.eventId).toBe(11);
    expect(Object.keys(form?.usual ?? {}).slice(0, 3)).toEqual([
      'RuleName',
      'UtcTime',
      'ProcessGuid',
    ]);
  });

  it('have the value that makes them belong to it', () => {
    const forms = eventForms(source('windows/registry_delete/'));
    expect(forms.map(({ usual }) => usual.EventType)).toEqual(['DeleteKey', 'DeleteValue']);
  });

  it('have the values of a Linux host in the Linux Sysmon', () => {
    const [form] = eventForms(source('linux/process_creation/'));
    expect(form?.log.channel).toBe('Linux-Sysmon/Operational');
    expect(form?.usual).toMatchObject({ Image: '/opt/ledger/bin/ledger', CommandLine: 'ledger' });
  });

  it('exclude those of another product', () => {
    expect(eventForms(source('oven/antivirus/'))).toEqual([]);
    expect(eventForms(source('/antivirus/'))[0]?.log.product).toBe('windows');
  });

  it('have no form when the log uses other field names', () => {
    expect(eventForms(source('windows/file_access/'))).toEqual([]);
  });
});

describe('a log', () => {
  it('has its first channel, and the provider before the slash unless another is stated', () => {
    expect(eventLogOf(source('windows//bits-client'))).toMatchObject({
      channel: 'Microsoft-Windows-Bits-Client/Operational',
      provider: 'Microsoft-Windows-Bits-Client',
    });
    expect(eventLogOf(source('windows//system'))?.provider).toBe('Service Control Manager');
  });

  it('is the usual one for a product alone', () => {
    expect(eventLogOf(source('windows//'))?.channel).toBe('Application');
  });

  it('uses its own names for fields', () => {
    const channel = 'Microsoft-Windows-Windows Defender/Operational';
    expect(ownFieldName(channel, 'ThreatName')).toBe('Threat Name');
    expect(ownFieldName(channel, 'constructor')).toBeNull();
  });

  it('of syslog begins its lines with a program', () => {
    expect(syslogProgram(source('linux//clamav'))).toBe('clamd');
    expect(syslogProgram(source('linux//'))).toBe('systemd');
    expect(syslogProgram(source('linux//kitchen'))).toBeNull();
  });

  it('without events of its own takes the values of the entry in `like`', () => {
    expect(usualValuesOf(source('macos/process_creation/')).Image).toBe('/opt/ledger/bin/ledger');
  });
});

describe('the words for a log source', () => {
  it.each([
    ['windows/registry_set/', 'registry value events on Windows'],
    ['linux/file_event/', 'file creation events on Linux'],
    ['/file_event/', 'file creation events'],
    ['oven/file_event/', 'file creation events on oven'],
    ['django/application/', 'Django application logs'],
    ['/application/', 'application logs'],
    ['windows/ps_script/', 'PowerShell script block logs'],
    ['kubernetes/application/audit', 'Kubernetes audit logs'],
    ['/nothing/', null],
    ['oven//heat', null],
    ['__proto__/constructor/toString', null],
  ])('%s is called %s', (names, called) => {
    expect(logSourceName(source(names))).toBe(called);
  });

  it.each([
    ['windows/ps_script/', 'script'],
    ['paloalto/file_event/globalprotect', 'file'],
    ['windows//security', 'windows-security'],
    ['windows//ntlm', 'windows-log'],
    ['oven/file_burnt/', 'file'],
    ['__proto__/constructor/toString', 'application'],
  ])('%s is of the kind %s', (names, kind) => {
    expect(sourceKind(source(names))).toBe(kind);
  });

  it('describe what happens, or just an event if no verb is known', () => {
    expect(activityOf(source('macos/file_event/')).verb).toBe('creating');
    expect(activityOf(source('oven//heat')).subject.noun).toBe('event');
  });

  it('give the meaning of an event id in its own log only', () => {
    expect(eventMeaning(source('windows//security'), '4624')).toBe('logon');
    expect(eventMeaning(source('windows//system'), '4624')).toBeNull();
  });
});

describe('what a log source writes', () => {
  it('is one of the channels and providers of its logs', () => {
    const logs = source('windows/process_creation/');
    expect(vocabularyOf(logs, 'Channel')?.words).toEqual([
      'Microsoft-Windows-Sysmon/Operational',
      'Security',
    ]);
    expect(vocabularyOf(logs, 'Provider_Name')?.words).toContain('Microsoft-Windows-Sysmon');
    // Other providers write to the Security log as well.
    expect(vocabularyOf(source('windows//security'), 'Provider_Name')).toBeNull();
  });

  it('is taken from its own vocabulary, then from that of the log behind it', () => {
    expect(vocabularyOf(source('azure//auditlogs'), 'Result')?.words).toContain('timeout');
    expect(vocabularyOf(source('windows/file_event/'), 'UtcTime')?.pattern).toBeInstanceOf(RegExp);
    expect(vocabularyOf(source('windows/file_event/'), 'constructor')).toBeNull();
  });

  it('has keywords in the field that holds its text', () => {
    expect(keywordsOf(source('linux/process_creation/')).fields).toEqual(['CommandLine']);
    expect(keywordsOf(source('windows//system')).fields).toEqual(['Data']);
    expect(keywordsOf(source('cisco//aaa')).before).toContain('CFGLOG_LOGGEDCMD');
    expect(keywordsOf(source('oven//heat')).fields).toEqual(['message']);
  });

  it('may be lists in JSON logs, and in logs of unknown products', () => {
    expect(['aws', 'oven', 'linux', null].map(mayHoldLists)).toEqual([true, true, false, false]);
  });

  it('has paths in the style of the system', () => {
    expect(['macos', 'windows', 'oven', null].map(pathStyle)).toEqual([
      'posix',
      'windows',
      'windows',
      'windows',
    ]);
  });
});

describe('the fields that rules may name', () => {
  it('are those of the events, of the taxonomy and of every Windows event', () => {
    const fields = taxonomyFields(source('windows/process_creation/'));
    for (const name of ['ParentCommandLine', 'GrandParentImage', 'EventID']) {
      expect(fields).toContain(name);
    }
    expect(fields).not.toContain('TargetFilename');
  });

  it('are the same on macOS as on Linux', () => {
    expect(taxonomyFields(source('macos/file_event/'))).toEqual(
      taxonomyFields(source('linux/file_event/')),
    );
  });

  it('are unknown where no list is known', () => {
    expect(taxonomyFields(source('windows//system'))).toBeNull();
    expect(taxonomyFields(source('oven//heat'))).toBeNull();
  });

  it('are those of the recording events, without what rules for enriched logs may name', () => {
    const fields = recordedFields(source('windows/process_creation/'));
    expect(fields?.has('ParentCommandLine')).toBe(true);
    expect(fields?.has('GrandParentImage')).toBe(false);
    expect(recordedFields(source('windows//sysmon'))?.has('QueryName')).toBe(true);
    expect(recordedFields(source('windows//firewall-as'))).toBeNull();
  });
});

describe('the products of a platform', () => {
  it('are those that state it, or else the platform’s own name', () => {
    expect(productsOfPlatform('Containers')).toEqual(['kubernetes', 'linux']);
    expect(productsOfPlatform('Toaster')).toEqual(['toaster']);
  });
});
