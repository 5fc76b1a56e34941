import { ApiProblem, createClient, fetchPatiently, type Client } from '@graft/contracts';
import { createContext, useContext } from 'react';
import * as words from '#words/frame';
import type { EventFeed } from './event-feed';

/** What every page needs to talk to the server. */
export interface Connection {
  readonly client: Client;
  readonly feed: EventFeed;
  readonly token: string | null;
}

const ConnectionContext = createContext<Connection | null>(null);
export const ConnectionProvider = ConnectionContext.Provider;

/** The connection of this page. @throws Error outside of ConnectionProvider. */
export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (connection === null) throw new Error('useConnection needs a ConnectionProvider above it');
  return connection;
}

/** The typed client of the API. */
export function useClient(): Client {
  return useConnection().client;
}

/** Makes the client of the server that served the page. Where that has too much to do, it comes again when it is told to. */
export function connectClient(token: string | null): Client {
  const baseUrl = window.location.origin;
  return createClient({ baseUrl, fetch: fetchPatiently, ...(token === null ? {} : { token }) });
}

/** A sentence for a person about anything that was thrown. */
export function describeError(thrown: unknown): string {
  if (thrown instanceof ApiProblem) return thrown.message;
  if (thrown instanceof TypeError) {
    return words.isGraftStillRunning;
  }
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The stable code of a refusal; null for anything else. */
export function problemCode(thrown: unknown): string | null {
  return thrown instanceof ApiProblem ? thrown.problem.code : null;
}
