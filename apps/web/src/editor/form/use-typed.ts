import { useCallback, useEffect, useRef, useState } from 'react';
import { createLateCommit } from './late-commit';

/**
 * A value that shows at once what is typed, while the document hears of it when that is drawn.
 * @param value as the document has it
 * @returns what to show, and what to call with what is typed
 */
export function useTyped<Value>(
  value: Value,
  commit: (value: Value) => void,
): [Value, (next: Value) => void] {
  const [typed, setTyped] = useState<{ readonly value: Value } | null>(null);
  const newest = useRef(commit);
  newest.current = commit;
  const [late] = useState(() =>
    createLateCommit<Value>((next) => {
      newest.current(next);
      setTyped(null);
    }),
  );
  useEffect(() => {
    window.addEventListener('pagehide', late.flush);
    return () => {
      window.removeEventListener('pagehide', late.flush);
      late.flush();
    };
  }, [late]);
  const type = useCallback(
    (next: Value) => {
      setTyped({ value: next });
      late.offer(next);
    },
    [late],
  );
  return [typed === null ? value : typed.value, type];
}
