import { Menu } from '@mantine/core';
import {
  Bell,
  ListTree,
  SlidersHorizontal,
  StepForward,
  Table2,
  Target,
  TrendingDown,
} from 'lucide-react';
import { Link } from 'wouter';
import * as words from '#words/running';
import type { MenuTie } from '../../frame/late-menu';
import { LoadedMenu } from '../../frame/loaded-menu';
import { askToNotify, canAskToNotify } from './notify-end';
import type { StartRun } from './use-start-run';

interface RunMenuProps extends Pick<StartRun, 'runToHere' | 'runFromHere' | 'findLearningRate'> {
  tie: MenuTie;
  onPreview: () => void;
  onVary: () => void;
}

/** Every other way to run, drawn anew each time it is opened: what the browser allows may be another by then. */
export function RunMenu({
  tie,
  runToHere,
  runFromHere,
  findLearningRate,
  onPreview,
  onVary,
}: RunMenuProps) {
  return (
    <LoadedMenu tie={tie} position="bottom-end">
      <Menu.Item leftSection={<ListTree size={15} />} onClick={onPreview}>
        {words.whatWillRun}
      </Menu.Item>
      <Menu.Item leftSection={<Target size={15} />} onClick={runToHere}>
        {words.runToTheSelectedNode}
      </Menu.Item>
      <Menu.Item leftSection={<StepForward size={15} />} onClick={runFromHere}>
        {words.runAgainFromTheSelectedNode}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item leftSection={<SlidersHorizontal size={15} />} onClick={onVary}>
        {words.trySettings}
      </Menu.Item>
      <Menu.Item leftSection={<TrendingDown size={15} />} onClick={findLearningRate}>
        {words.findALearningRate}
      </Menu.Item>
      <Menu.Divider />
      {canAskToNotify() && (
        <Menu.Item leftSection={<Bell size={15} />} onClick={askToNotify}>
          {words.tellMeWhenItEnds}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<Table2 size={15} />} component={Link} href="/runs">
        {words.allRuns}
      </Menu.Item>
    </LoadedMenu>
  );
}
