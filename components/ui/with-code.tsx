/** Text in which `values` stand between backticks, as the hypothesis has them: these become code. */
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
