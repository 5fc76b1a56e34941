import { type ReactNode } from 'react';
import { lazyPart } from '../frame/lazy-part';
import { useIsStranger } from './use-session';

const LoginPage = lazyPart(() => import('./login-page').then((page) => page.LoginPage));

/** Shows the page to who may see it, and the log-in to everybody else. Costs no wait: both ask at once. */
export function SessionGate({ children }: { children: ReactNode }) {
  if (!useIsStranger()) return children;
  return <LoginPage />;
}
