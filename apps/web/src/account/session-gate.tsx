import { lazy, Suspense, type ReactNode } from 'react';
import { problemCode } from '../client/api';
import { useSession } from './use-session';

const LoginPage = lazy(() => import('./login-page').then((page) => ({ default: page.LoginPage })));

/** Shows the page to who may see it, and the log-in to everybody else. Costs no wait: both ask at once. */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useSession();
  if (problemCode(session.error) !== 'token.required') return children;
  return (
    <Suspense>
      <LoginPage />
    </Suspense>
  );
}
