import { DeployedCheck } from '@/components/deployed/deployed-check';

export const metadata = {
  title: 'What have I deployed?',
  description:
    'Compare an export of your tenant with the catalog: what is current, behind, or changed by hand.',
};

export default function DeployedPage() {
  return (
    <div className="page pt-4 pb-8">
      <h1 className="mb-1 font-semibold text-xl">What have I deployed?</h1>
      <p className="mb-3 max-w-3xl text-muted">
        Drop an export of your workspace or of Defender, and see which rules come from here, which
        are behind, and which were changed by hand. The server reads it in memory, and stores and
        logs none of it.
      </p>
      <noscript>
        <p className="note note-warning mb-3">
          This page needs JavaScript. Without it, compare the versions in your export with the
          section Deploy of each rule.
        </p>
      </noscript>
      <DeployedCheck />
    </div>
  );
}
