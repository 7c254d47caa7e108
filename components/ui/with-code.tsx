/** Text in which parts between backticks are shown as code. */
export function WithCode({ text }: { text: string }) {
  const parts = text.split('`').map((part, at) => ({ part, at }));
  return (
    <>
      {parts.map(({ part, at }) =>
        at % 2 === 1 ? (
          <code key={at} className="text-[0.9em]">
            {part}
          </code>
        ) : (
          part
        ),
      )}
    </>
  );
}
