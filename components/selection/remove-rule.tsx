import { Icon } from '@/components/ui/icon';

/** Takes a rule out of the selection that the form has. One's own selection loses it, too. */
export function RemoveRule({
  id,
  name,
  title,
  form,
}: {
  id: string;
  /** What the address calls the rule. */
  name: string;
  title: string;
  /** The id of the form that has the selection. */
  form: string;
}) {
  return (
    <button
      type="submit"
      form={form}
      name="without"
      value={name}
      className="button"
      data-kind="quiet"
      title="Take out"
      data-remove={id}
    >
      <Icon name="cross" />
      <span className="sr-only">Take out {title}</span>
    </button>
  );
}
