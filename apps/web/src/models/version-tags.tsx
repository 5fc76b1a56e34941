import { ActionIcon, Badge, Group, Menu } from '@mantine/core';
import type { RegisteredModelView } from '@graft/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Tag, X } from 'lucide-react';
import * as words from '#words/models';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { MenuList } from '../frame/menu-list';

const OFFERED = ['production', 'staging'];

interface VersionTagsProps {
  model: string;
  version: RegisteredModelView['versions'][number];
}

/** Words that stand for a version. Giving one to another version moves it: that is a roll-back too. */
export function VersionTags({ model, version }: VersionTagsProps) {
  const client = useClient();
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: queryKeys.models });
  const set = useMutation({
    mutationFn: (tag: string) =>
      client.tagModel({ params: { model, tag }, body: { version: version.version } }),
    onSuccess: again,
  });
  const remove = useMutation({
    mutationFn: (tag: string) => client.untagModel({ params: { model, tag } }),
    onSuccess: again,
  });
  const offered = OFFERED.filter((tag) => !version.tags.includes(tag));
  return (
    <Group gap={4} wrap="nowrap">
      {version.tags.map((tag) => (
        <Badge
          key={tag}
          tt="none"
          variant={tag === 'production' ? 'filled' : 'light'}
          rightSection={
            <ActionIcon
              size={14}
              variant="transparent"
              color="inherit"
              aria-label={words.takeFromVersion(tag, version.version)}
              onClick={() => remove.mutate(tag)}
            >
              <X size={12} />
            </ActionIcon>
          }
        >
          {tag}
        </Badge>
      ))}
      {offered.length > 0 && (
        <Menu>
          <Menu.Target>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={words.tagVersion(version.version)}
            >
              <Tag size={14} />
            </ActionIcon>
          </Menu.Target>
          <MenuList>
            {offered.map((tag) => (
              <Menu.Item key={tag} onClick={() => set.mutate(tag)}>
                {tag}
              </Menu.Item>
            ))}
          </MenuList>
        </Menu>
      )}
    </Group>
  );
}
