import { formatCount } from '@/components/ui/count';
import { ScrollBox } from '@/components/ui/scroll-box';
import { Time } from '@/components/ui/time';
import type { Delivery } from '@/lib/catalog/deliveries';

const STATE = new Map([
  ['waiting', 'to be repeated'],
  ['delivered', 'delivered'],
  ['given-up', 'given up'],
  ['dropped', 'dropped'],
]);

/** What the operator's webhooks were told, newest first. Where they are is in the operator's file alone. */
export function Deliveries({ deliveries }: { deliveries: readonly Delivery[] }) {
  return (
    <ScrollBox label="Table of deliveries">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Webhook</th>
            <th scope="col">Told</th>
            <th scope="col">Result</th>
            <th scope="col" className="num">
              Attempts
            </th>
            <th scope="col">Next attempt</th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => (
            <tr key={delivery.id}>
              <td className="whitespace-nowrap">
                <Time at={delivery.createdAt} exact />
              </td>
              <td>
                <code className="text-xs">{delivery.webhookId}</code>
              </td>
              <td>
                {delivery.counts
                  .map(({ event, count }) => `${formatCount(count)} ${event}`)
                  .join(', ')}
              </td>
              <td className={delivery.state === 'given-up' ? 'text-bad' : undefined}>
                {STATE.get(delivery.state) ?? delivery.state}
                {delivery.lastError ? <p className="text-xs">{delivery.lastError}</p> : null}
              </td>
              <td className="num">{delivery.attempts}</td>
              <td className="whitespace-nowrap">
                {delivery.nextAttemptAt ? <Time at={delivery.nextAttemptAt} exact /> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
