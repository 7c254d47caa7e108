import { WithCode } from '@/components/ui/with-code';
import type { ReferenceField } from '@/lib/api/reference';

/** Parameters or fields, each with its type and what it is. */
export function FieldList({ fields }: { fields: readonly ReferenceField[] }) {
  return (
    <dl className="api-fields">
      {fields.map(({ name, type, part, description }) => (
        <div key={name}>
          <dt>
            <code>{name}</code>{' '}
            <span className="text-faint text-xs">
              {part ? <a href={`#part-${part}`}>{type}</a> : type}
            </span>
          </dt>
          {description ? (
            <dd className="text-muted">
              <WithCode text={description} />
            </dd>
          ) : null}
        </div>
      ))}
    </dl>
  );
}
