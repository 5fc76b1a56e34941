import { Button, Menu } from '@mantine/core';
import type { RunView } from '@graft/contracts';
import { ChevronDown, PencilLine, Repeat, StepForward } from 'lucide-react';
import { useState } from 'react';
import * as words from '#words/runs';
import { lazyPart } from '../frame/lazy-part';
import { MenuList } from '../frame/menu-list';
import type { RunSource } from './plan-dialog';
import { useStartAgain } from './use-start-again';

const PlanDialog = lazyPart(() => import('./plan-dialog').then((part) => part.PlanDialog));

interface RunAgainProps {
  view: RunView;
  nameOf: (nodeId: string) => string | null;
}

/**
 * Goes on from a run that has ended: with its graph, with the edited one, or from the very start.
 * What would run, and why, is shown first.
 */
export function RunAgain({ view, nameOf }: RunAgainProps) {
  const [asked, setAsked] = useState<{ title: string; source: RunSource } | null>(null);
  const start = useStartAgain();
  const { runId: parentId, pipelineId } = view;
  const ask = (title: string, source: RunSource) => () => setAsked({ title, source });
  return (
    <>
      <Menu position="bottom-end" width={320}>
        <Menu.Target>
          <Button variant="default" rightSection={<ChevronDown size={14} />}>
            {words.runAgain}
          </Button>
        </Menu.Target>
        <MenuList>
          <Menu.Item
            leftSection={<StepForward size={15} />}
            onClick={ask(words.goOnFromHereTitle, { parentId })}
          >
            {words.goOnFromHere}
          </Menu.Item>
          {pipelineId !== null && (
            <Menu.Item
              leftSection={<PencilLine size={15} />}
              onClick={ask(words.goOnWithThePipelineAs, { parentId, pipelineId })}
            >
              {words.goOnWithThePipelineAs}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<Repeat size={15} />}
            onClick={ask(words.runFromTheStart, { parentId, rerun: 'all' })}
          >
            {words.fromTheStart}
          </Menu.Item>
        </MenuList>
      </Menu>
      {asked !== null && (
        <PlanDialog
          {...asked}
          nameOf={nameOf}
          onClose={() => setAsked(null)}
          onStart={() => start(asked.source)}
        />
      )}
    </>
  );
}
