import { Text } from '@mantine/core';
import * as words from '#words/account';
import { describeError } from '../client/api';
import { Loading } from '../frame/loading';
import { Page } from '../frame/page';
import { AuditSection } from './audit-section';
import { LimitsSection } from './limits-section';
import { MembersSection } from './members-section';
import { PasswordSection } from './password-section';
import { nameRole } from './roles';
import { SchedulesSection } from './schedules-section';
import { TokensSection } from './tokens-section';
import { useSession } from './use-session';
import { WebhooksSection } from './webhooks-section';
import './account.css';

/** What belongs to the person who is logged in, and to the workspace they are in. */
export function SettingsPage() {
  const session = useSession();
  if (session.isPending) return <Loading label={words.loadingTheSettings} />;
  if (session.error !== null) {
    return <Text c="var(--state-red)">{describeError(session.error)}</Text>;
  }
  const { user, workspace, via } = session.data;
  return (
    <Page
      title={words.settings}
      subtitle={words.whoIsWhere(user.name, workspace.name, nameRole(workspace.role))}
    >
      <MembersSection session={session.data} />
      <TokensSection />
      <SchedulesSection mayChange={workspace.role !== 'viewer'} />
      <LimitsSection mayChange={user.admin || via === 'local'} />
      {workspace.role === 'owner' && <WebhooksSection />}
      {via === 'session' && <PasswordSection />}
      {workspace.role === 'owner' && <AuditSection />}
    </Page>
  );
}
