import { Failure } from './failure';
import { Loading } from './loading';
import { Page } from './page';

interface PendingPageProps {
  title: string;
  /** What is waited for. */
  label: string;
  /** Why it does not come. */
  error: unknown;
}

/** A page whose data is not there yet, or can't be had. */
export function PendingPage({ title, label, error }: PendingPageProps) {
  return (
    <Page title={title}>
      {error === null ? <Loading label={label} /> : <Failure error={error} />}
    </Page>
  );
}
