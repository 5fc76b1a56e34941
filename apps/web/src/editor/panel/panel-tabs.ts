/** Tabs about the pipeline and its run, whatever is selected. */
export const RUN_TABS = ['problems', 'training', 'report', 'steps', 'log'] as const;
export type RunTab = (typeof RUN_TABS)[number];
/** An output port of the selected node. */
export type PortTab = `port:${string}`;
export type PanelTab = RunTab | PortTab;

export function tabOfPort(port: string): PortTab {
  return `port:${port}`;
}

export function portOfTab(tab: PortTab): string {
  return tab.slice('port:'.length);
}

/**
 * The tab that is shown: a person who looks at a port goes on to the first one of the next node when that has none of
 * the name, and to the problems when it has none at all.
 */
export function chooseTab(wanted: PanelTab, ports: readonly string[]): PanelTab {
  if (isRunTab(wanted) || ports.includes(portOfTab(wanted))) return wanted;
  const [first] = ports;
  return first === undefined ? 'problems' : tabOfPort(first);
}

/** The tab once a run has begun: what it will make appears where a person looks already. */
export function chooseRunTab(shown: PanelTab | null): PanelTab {
  return shown === null || shown === 'problems' ? 'training' : shown;
}

function isRunTab(tab: PanelTab): tab is RunTab {
  return (RUN_TABS as readonly string[]).includes(tab);
}
