import { baseName, splitUser } from '../../windows/record';
import type { EventReader } from '../event-reader';

/*
 * How the Microsoft 365 Defender branch of ASIM's parsers reads a macOS event:
 * https://github.com/Azure/Azure-Sentinel/blob/master/Parsers/ASimFileEvent/Parsers/ASimFileEventMicrosoft365D.yaml
 */

/** The path of a file; the parser appends the name to a FolderPath that already has it. */
export function defenderFilePath(event: EventReader): string {
  const path = event.text('TargetFilename') ?? '';
  return `${path}\\${baseName(path)}`;
}

/** The user's name without a domain. */
export function defenderUserName(event: EventReader): string {
  return splitUser(event.text('User') ?? '').name;
}
