import { ChangesPage } from './changes-page';

export const metadata = {
  title: 'What changed',
  description: 'The rules that the last sync changed, and what each change means.',
};

export default async function LastChangesPage({ searchParams }: PageProps<'/changes'>) {
  return <ChangesPage syncId={null} asked={await searchParams} />;
}
