import Link from 'next/link';
import { Empty } from '@/components/ui/empty';

export const metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <div className="page pt-8 pb-16">
      <h1 className="mb-4 font-semibold text-xl">Not found</h1>
      <Empty title="There is nothing at this address">
        <p>
          A rule keeps its address as long as any version of it was seen here. Search the{' '}
          <Link href="/">SOC feed</Link>, or look at the <Link href="/coverage">coverage</Link>.
        </p>
      </Empty>
    </div>
  );
}
