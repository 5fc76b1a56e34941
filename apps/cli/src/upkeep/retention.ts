import { applyRetention, previewRetention } from '@graft/integrity';
import type { ExitCode } from '../exit';
import { formatTable } from '../show/show-table';
import type { StackOptions } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';
import { openHome } from './open-home';

/** What the workspaces' policies would remove now; removes it with `apply`. */
export async function showRetention(
  options: StackOptions & { json?: boolean; apply?: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const home = await openHome(options);
  try {
    const { database } = home;
    const found = await (options.apply ? applyRetention(database) : previewRetention(database));
    if (options.json) printJson(terminal, { applied: options.apply === true, workspaces: found });
    else if (found.length === 0)
      terminal.out(
        'No workspace has a policy: graft limits --keep-run-days, --keep-checkpoint-days\n',
      );
    else {
      const rows = found.map(({ workspaceId, runs, versions, plans, checkpoints }) => {
        return [workspaceId, ...[runs, versions, plans, checkpoints].map(String)];
      });
      const columns = ['runs', 'versions', 'plans', 'checkpoints'];
      const end = options.apply ? 'removed' : 'that would go';
      terminal.out(formatTable(['workspace', ...columns.map((each) => `${each} ${end}`)], rows));
    }
    return 0;
  } finally {
    await home.close();
  }
}
