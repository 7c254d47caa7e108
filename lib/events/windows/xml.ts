import type { EventRecord } from '../types';

/** Text as XML character data. Windows escapes these three and leaves quotes alone. */
export function escapeXml(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const EVENT_NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event';

/** `<EventData>` of an event, as the provider writes it: no whitespace between `<Data>` elements. */
export function eventDataXml(record: EventRecord): string {
  if (record.userData !== null) {
    const inner = record.data
      .map(({ name, value }) => `<${name}>${escapeXml(value)}</${name}>`)
      .join('');
    const element = record.userData;
    return `<UserData xmlns="${EVENT_NAMESPACE}"><${element}>${inner}</${element}></UserData>`;
  }
  return `<EventData xmlns="${EVENT_NAMESPACE}">${dataElements(record)}</EventData>`;
}

export function dataElements(record: EventRecord): string {
  return record.data
    .map(({ name, value }) =>
      name === null
        ? `<Data>${escapeXml(value)}</Data>`
        : name === 'Binary'
          ? `<Binary>${escapeXml(value)}</Binary>`
          : `<Data Name="${name}">${escapeXml(value)}</Data>`,
    )
    .join('');
}

/** The whole event as one line of XML, as Sysmon for Linux writes it to syslog. */
export function eventXml(record: EventRecord): string {
  return (
    `<Event><System><Provider Name="${record.provider}" Guid="${record.providerGuid}"/>` +
    `<EventID>${record.eventId}</EventID><Version>${record.version}</Version>` +
    `<Level>${record.level}</Level><Task>${record.task}</Task><Opcode>${record.opcode}</Opcode>` +
    `<Keywords>${record.keywords}</Keywords><TimeCreated SystemTime="${record.time ?? ''}"/>` +
    `<EventRecordID>${record.recordId}</EventRecordID><Correlation/>` +
    `<Execution ProcessID="${record.processId}" ThreadID="${record.threadId}"/>` +
    `<Channel>${record.channel}</Channel><Computer>${record.computer}</Computer>` +
    `<Security UserId="${record.userId}"/></System>` +
    `<EventData>${dataElements(record)}</EventData></Event>`
  );
}
