import { runProgram } from './program';
import { openTerminal } from './terminal';

process.exitCode = await runProgram(process.argv.slice(2), openTerminal());
