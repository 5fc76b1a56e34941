import { Button, CloseButton, Text } from '@mantine/core';
import * as words from '#words/tour';
import { useLayout } from '../panel/layout-store';
import { useEditorStore } from '../store/editor-context';
import { beginTour } from './begin-tour';

/** Offers the tour to who was never here; a quiet line that stands in nobody's way. */
export function TourInvitation() {
  const store = useEditorStore();
  const { invited, endInvitation } = useLayout();
  if (!invited) return null;
  return (
    <div className="palette__tour">
      <Text size="xs" c="dimmed">
        {words.newHere}
      </Text>
      <Button size="compact-xs" variant="light" flex="none" onClick={() => void beginTour(store)}>
        {words.takeTheTour}
      </Button>
      <CloseButton size="sm" ml="auto" aria-label={words.noThanks} onClick={endInvitation} />
    </div>
  );
}
