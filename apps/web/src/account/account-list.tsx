import { Menu } from '@mantine/core';
import type { SessionView } from '@graft/contracts';
import { useMutation } from '@tanstack/react-query';
import { Cpu, LogOut, Settings } from 'lucide-react';
import { useLocation } from 'wouter';
import * as words from '#words/account';
import { useClient } from '../client/api';
import type { MenuTie } from '../frame/late-menu';
import { LoadedMenu } from '../frame/loaded-menu';
import { startAnew } from './use-session';

interface AccountListProps {
  tie: MenuTie;
  session: SessionView;
}

/** The workspaces to choose from, settings and the way out. */
export function AccountList({ tie, session }: AccountListProps) {
  const client = useClient();
  const [, navigate] = useLocation();
  const choose = useMutation({
    mutationFn: (workspaceId: string) => client.chooseWorkspace({ body: { workspaceId } }),
    onSuccess: startAnew,
  });
  const logOut = useMutation({ mutationFn: () => client.logOut(), onSuccess: startAnew });
  const { user, workspace, workspaces, via } = session;
  return (
    <LoadedMenu tie={tie} position="bottom-end" width={220}>
      <Menu.Label>
        {via === 'local' ? words.youOnThisMachine : `${user.name} · ${workspace.role}`}
      </Menu.Label>
      <Menu.Item
        leftSection={<Settings size={15} aria-hidden />}
        onClick={() => navigate('/settings')}
      >
        {words.settings}
      </Menu.Item>
      <Menu.Item leftSection={<Cpu size={15} aria-hidden />} onClick={() => navigate('/workers')}>
        {words.workers}
      </Menu.Item>
      {via === 'session' && workspaces.length > 1 && (
        <>
          <Menu.Divider />
          <Menu.Label>{words.workspace}</Menu.Label>
          {workspaces.map(({ workspaceId, name }) => (
            <Menu.Item
              key={workspaceId}
              disabled={workspaceId === workspace.workspaceId}
              onClick={() => choose.mutate(workspaceId)}
            >
              {name}
            </Menu.Item>
          ))}
        </>
      )}
      {via === 'session' && (
        <>
          <Menu.Divider />
          <Menu.Item leftSection={<LogOut size={15} aria-hidden />} onClick={() => logOut.mutate()}>
            {words.logOut}
          </Menu.Item>
        </>
      )}
    </LoadedMenu>
  );
}
