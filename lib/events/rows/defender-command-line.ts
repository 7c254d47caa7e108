import { baseName } from '../windows/record';

/**
 * A command line on Windows as Defender records it: the program without its folder, in quotes if it was. So
 * begin 3,126 of 3,128 command lines in
 * https://github.com/microsoft/msticpy/blob/main/tests/testdata/mde_proc_cs1.csv.
 * `image` is the path of the process; a first word that is not its name stays.
 */
export function defenderCommandLine(commandLine: string, image: string): string {
  const { before, program, after } = splitCommandLine(commandLine, image);
  const name = baseName(program);
  return withoutEnding(name) === withoutEnding(baseName(image))
    ? before + name + after
    : commandLine;
}

/** The program of a command line, without quotes. `image` is its full path, if that is known. */
export function programOf(commandLine: string, image = ''): string {
  return splitCommandLine(commandLine, image).program;
}

function splitCommandLine(
  commandLine: string,
  image: string,
): { before: string; program: string; after: string } {
  const [before = ''] = /^\s*"?/.exec(commandLine) ?? [];
  const rest = commandLine.slice(before.length);
  const length = before.endsWith('"')
    ? (/^[^"]*/.exec(rest)?.[0].length ?? 0)
    : image !== '' && rest.toLowerCase().startsWith(image.toLowerCase())
      ? image.length
      : (/^.*?\.(?:exe|com|sys)(?=\s|$)|^\S*/i.exec(rest)?.[0].length ?? 0);
  return { before, program: rest.slice(0, length), after: rest.slice(length) };
}

/** The name in lower case without `.exe`, which need not be typed. */
function withoutEnding(name: string): string {
  return name.toLowerCase().replace(/\.exe$/, '');
}
