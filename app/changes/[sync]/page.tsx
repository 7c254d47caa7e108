import { notFound } from 'next/navigation';
import { ChangesPage } from '../changes-page';
import { syncIdOf } from '../sync-id';

export const metadata = { title: 'What changed' };

export default async function SyncChangesPage({
  params,
  searchParams,
}: PageProps<'/changes/[sync]'>) {
  const syncId = syncIdOf((await params).sync);
  if (syncId === null) notFound();
  return <ChangesPage syncId={syncId} asked={await searchParams} />;
}
