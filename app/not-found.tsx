import { Empty } from '@/components/ui/empty';

export const metadata = { title: 'Page not found' };

export default function NotFound() {
  return (
    <div className="page pt-8 pb-16">
      <h1 className="mb-4 font-semibold text-xl">Page not found</h1>
      <Empty title="There is no page at this address">
        <p>
          Check the address, search the <a href="/">SOC feed</a>, or start from the{' '}
          <a href="/coverage">coverage</a>. A rule keeps its address even after its source removes
          it.
        </p>
      </Empty>
    </div>
  );
}
