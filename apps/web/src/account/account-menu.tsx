import { ActionIcon, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Cpu, LogOut, Settings, UserRound } from 'lucide-react';
import { useLocation } from 'wouter';
import * as words from '#words/account';
import { useClient } from '../client/api';
import { MenuList } from '../frame/menu-list';
import { startAnew, useSession } from './use-session';

/** Who is logged in, the workspaces to choose from, settings and the way out. */
export function AccountMenu() {
  const client = useClient();
  const session = useSession();
  const [, navigate] = useLocation();
  const choose = useMutation({
    mutationFn: (workspaceId: string) => client.chooseWorkspace({ body: { workspaceId } }),
    onSuccess: startAnew,
  });
  const logOut = useMutation({ mutationFn: () => client.logOut(), onSuccess: startAnew });
  if (session.data === undefined) return null;
  const { user, workspace, workspaces, via } = session.data;
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={words.accountOfName(user.name)}>
          <UserRound size={17} />
        </ActionIcon>
      </Menu.Target>
      <MenuList>
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
            <Menu.Item
              leftSection={<LogOut size={15} aria-hidden />}
              onClick={() => logOut.mutate()}
            >
              {words.logOut}
            </Menu.Item>
          </>
        )}
      </MenuList>
    </Menu>
  );
}
