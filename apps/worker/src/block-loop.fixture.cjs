// Lets a process stand still where it is, as in a loop without an end: after SIGUSR2, while the file GRAFT_BLOCK_WHILE
// is there.
const { existsSync } = require('node:fs');

process.on('SIGUSR2', () => {
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  while (existsSync(process.env.GRAFT_BLOCK_WHILE)) Atomics.wait(nobody, 0, 0, 50);
});
