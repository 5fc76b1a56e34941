import { lazy, Suspense, type ReactNode } from 'react';
import { useIsStranger } from './use-session';

const LoginPage = lazy(() => import('./login-page').then((page) => ({ default: page.LoginPage })));

/** Shows the page to who may see it, and the log-in to everybody else. Costs no wait: both ask at once. */
export function SessionGate({ children }: { children: ReactNode }) {
  if (!useIsStranger()) return children;
  return (
    <Suspense>
      <LoginPage />
    </Suspense>
  );
}
