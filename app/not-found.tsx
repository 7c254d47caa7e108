import Link from 'next/link';
import { Empty } from '@/components/ui/empty';

export const metadata = { title: 'Page not found' };

export default function NotFound() {
  return (
    <div className="page pt-8 pb-16">
      <h1 className="mb-4 font-semibold text-xl">Page not found</h1>
      <Empty title="There is no page at this address">
        <p>
          Check the address, search the <Link href="/">SOC feed</Link>, or start from the{' '}
          <Link href="/coverage">coverage</Link>. A rule keeps its address even after its source
          removes it.
        </p>
      </Empty>
    </div>
  );
}
