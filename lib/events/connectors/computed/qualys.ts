import type { EventReader } from '../event-reader';

/**
 * The detections of a host scan, one for each vulnerability:
 * https://docs.qualys.com/en/vm/api/assets/host_lists/host_detection.htm
 */
export function qualysDetections(event: EventReader): unknown {
  return [event.value('host.scan.vuln')]
    .flat()
    .map((qid) => ({ QID: qid, RESULTS: event.text('host.scan.vuln_name') }));
}
