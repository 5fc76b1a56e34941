import { Loader } from '@mantine/core';

/** Something is on its way; the words are for screen readers. */
export function Loading({ label }: { label: string }) {
  return (
    <span role="status">
      <Loader size="sm" aria-hidden />
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
