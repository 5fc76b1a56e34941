import { useEffect, useReducer, useState, type ComponentType } from 'react';

/**
 * A component whose code is loaded when it is drawn first, and which is drawn at once from then on; `Pending`, or
 * nothing, stands in its place until the code is there. Why code can't be loaded is thrown from that place.
 *
 * React's own `lazy` shows its fallback for 300 ms at least, however soon the code is there: every page and dialog
 * would open that much later the first time.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Pending?: ComponentType<Props>,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function LazyPart(props: Props) {
    const [, draw] = useReducer((count: number) => count + 1, 0);
    const [failure, setFailure] = useState<{ readonly thrown: unknown } | null>(null);
    const Part = loaded;
    useEffect(() => {
      // Asks about what was drawn, not about `loaded`: another place may have loaded it since.
      if (Part !== null) return undefined;
      let wanted = true;
      load().then(
        (part) => {
          loaded = part;
          if (wanted) draw();
        },
        (thrown: unknown) => wanted && setFailure({ thrown }),
      );
      return () => {
        wanted = false;
      };
    }, [Part]);
    if (failure !== null) throw failure.thrown;
    if (Part !== null) return <Part {...props} />;
    return Pending === undefined ? null : <Pending {...props} />;
  };
}
