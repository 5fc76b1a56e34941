import { FRAME_COLOURS, type FrameColour, type GraphFrame } from '@graft/graph';
import { ActionIcon, Menu } from '@mantine/core';
import {
  Ellipsis,
  PencilLine,
  Shrink,
  SquareDashedMousePointer,
  SquareX,
  Trash2,
} from 'lucide-react';
import * as words from '#words/canvas';
import { MenuList } from '../../frame/menu-list';
import { useEditorStore } from '../store/editor-context';

interface FrameMenuProps {
  canvasId: string;
  frame: GraphFrame;
}

const COLOUR_NAMES: Readonly<Record<FrameColour, string>> = {
  grey: words.grey,
  blue: words.blue,
  green: words.green,
  amber: words.amber,
  violet: words.violet,
  red: words.red,
};

/** What can be done with a frame. */
export function FrameMenu({ canvasId, frame }: FrameMenuProps) {
  const store = useEditorStore();
  const withContent = () => {
    store.getState().select([canvasId]);
    store.getState().selectContent();
  };
  const remove = () => {
    store.getState().select([canvasId]);
    store.getState().removeFrames();
  };
  return (
    <Menu position="bottom-end" returnFocus>
      <Menu.Target>
        <ActionIcon
          className="canvas-frame__menu nodrag"
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={words.moreAboutTheFrame(frame.title)}
        >
          <Ellipsis size={15} />
        </ActionIcon>
      </Menu.Target>
      <MenuList>
        <Menu.Item
          leftSection={<PencilLine size={15} />}
          onClick={() => requestAnimationFrame(() => store.getState().startWriting(canvasId))}
        >
          {words.renameF2}
        </Menu.Item>
        <Menu.Item
          leftSection={<Shrink size={15} />}
          onClick={() => store.getState().fitFrame(frame.id)}
        >
          {words.fitToWhatIsInIt}
        </Menu.Item>
        <Menu.Item leftSection={<SquareDashedMousePointer size={15} />} onClick={withContent}>
          {words.selectWithWhatIsInIt}
        </Menu.Item>
        <Menu.Label>{words.colour}</Menu.Label>
        <Menu.RadioGroup
          value={frame.colour}
          onChange={(value) => {
            const colour = FRAME_COLOURS.find((each) => each === value);
            if (colour !== undefined) store.getState().changeFrame(frame.id, { colour });
          }}
        >
          {FRAME_COLOURS.map((colour) => (
            <Menu.RadioItem
              key={colour}
              value={colour}
              rightSection={<span className="canvas-frame__swatch" data-colour={colour} />}
            >
              {COLOUR_NAMES[colour]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<SquareX size={15} />} onClick={remove}>
          {words.removeTheFrame}
        </Menu.Item>
        <Menu.Item
          leftSection={<Trash2 size={15} />}
          onClick={() => {
            withContent();
            store.getState().removeSelected();
          }}
        >
          {words.deleteWithWhatIsInIt}
        </Menu.Item>
      </MenuList>
    </Menu>
  );
}
