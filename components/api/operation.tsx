import { CopyButton } from '@/components/ui/copy-button';
import { WithCode } from '@/components/ui/with-code';
import type { ReferenceOperation } from '@/lib/api/reference';
import { FieldList } from './field-list';

/** One address of the API: what it takes, an example, and what it answers. */
export function Operation({ operation }: { operation: ReferenceOperation }) {
  const { id, path, summary, description, parameters, example, answer, fields } = operation;
  return (
    <section aria-labelledby={id} className="api-operation">
      <h3 id={id} className="font-semibold text-sm">
        <a href={`#${id}`} className="text-text">
          <code>GET {path}</code>
        </a>
      </h3>
      <p className="max-w-prose">
        <WithCode text={description || `${summary}.`} />
      </p>
      <div className="api-example">
        <CopyButton compact label="Copy" about={`the example of ${path}`} text={example} />
        <pre>
          <code>{example}</code>
        </pre>
      </div>
      {parameters.length > 0 ? (
        <details open={parameters.length < 8}>
          <summary className="link">Parameters ({parameters.length})</summary>
          <FieldList fields={parameters} />
        </details>
      ) : null}
      {fields.length > 0 ? (
        <details>
          <summary className="link">Fields of the answer ({fields.length})</summary>
          <p className="text-muted text-sm">{answer}</p>
          <FieldList fields={fields} />
        </details>
      ) : (
        <p className="text-muted text-sm">Answers {answer}.</p>
      )}
    </section>
  );
}
