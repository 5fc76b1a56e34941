import type { Command } from 'commander';
import type { ExitCode } from '../exit';
import type { StackOptions } from '../stack/find-stack';
import type { Terminal } from '../terminal';
import type * as upkeep from '../upkeep/main';

type Upkeep = typeof upkeep;
type JsonOption = StackOptions & { json?: boolean };

/** The built program beside this one: it alone loads the database's client. */
function loadUpkeep(): Promise<Upkeep> {
  return import(new URL('./upkeep.js', import.meta.url).href) as Promise<Upkeep>;
}

/** Commands that look after what is stored. They work while Graft runs, and while it does not. */
export function describeUpkeep(
  program: Command,
  terminal: Terminal,
  end: (code: ExitCode) => void,
): void {
  const add = (parent: Command, usage: string, summary: string): Command =>
    parent.command(usage).description(summary).option('--json', 'print one JSON document');

  add(program, 'fsck', 'compare rows, blobs and workflows; say what is wrong')
    .option('--repair', 'let go of what is damaged and can be computed again')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<JsonOption & { repair?: boolean }>();
      end(await (await loadUpkeep()).runFsck(options, terminal));
    });
  add(program, 'gc', 'remove stored files that nothing names any more').action(
    async (_: unknown, command: Command) => {
      end(await (await loadUpkeep()).sweep(command.optsWithGlobals<JsonOption>(), terminal));
    },
  );
  add(
    program,
    'retention',
    'runs, versions, plans and checkpoints that are older than their workspace keeps them',
  )
    .option('--apply', 'remove them now; else it is only said, and done every hour')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<JsonOption & { apply?: boolean }>();
      end(await (await loadUpkeep()).showRetention(options, terminal));
    });
  add(program, 'backup <folder>', 'copy everything into a new folder').action(
    async (folder: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<JsonOption>();
      end(await (await loadUpkeep()).backUp(folder, options, terminal));
    },
  );
  add(program, 'restore <folder>', 'fill an empty data folder from a backup').action(
    async (folder: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<JsonOption>();
      end(await (await loadUpkeep()).restore(folder, options, terminal));
    },
  );
  const cache = program
    .command('cache')
    .description('results that are reused: list, verify, prune');
  add(cache, 'list', 'what is cached, least lately used first').action(
    async (_: unknown, command: Command) => {
      end(await (await loadUpkeep()).showCache(command.optsWithGlobals<JsonOption>(), terminal));
    },
  );
  add(cache, 'verify', 'read all of it and let go of what is damaged').action(
    async (_: unknown, command: Command) => {
      end(await (await loadUpkeep()).checkCache(command.optsWithGlobals<JsonOption>(), terminal));
    },
  );
  add(cache, 'prune', 'make it fit into a limit')
    .requiredOption('--max-gb <gigabytes>', 'size that it may have')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<JsonOption & { maxGb: string }>();
      end(await (await loadUpkeep()).pruneCache(options, terminal));
    });
}
