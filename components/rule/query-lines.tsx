import { CopyButton } from '@/components/ui/copy-button';

/** A short query behind its title, with a button that copies it. */
export function QueryLines({ title, kql }: { title: string; kql: string }) {
  return (
    <details className="query-lines">
      <summary className="link">{title}</summary>
      <div className="query-lines-body">
        <CopyButton label="Copy" about={title} text={kql} compact />
        <pre className="code">
          <code>{kql}</code>
        </pre>
      </div>
    </details>
  );
}
