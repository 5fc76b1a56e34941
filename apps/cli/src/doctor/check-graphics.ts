import { access, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { fine, type Finding } from './finding';

/** Made by NVIDIA's driver when it is loaded, in containers too that were given a card: set-up looks for the same. */
const DRIVER = ['/dev/nvidiactl', '/proc/driver/nvidia/version'];

const reportSchema = z.looseObject({
  nativeTensorFlow: z.looseObject({ cuda: z.boolean(), note: z.string().optional() }),
});

/**
 * Whether TensorFlow uses the card that this machine has. Nothing without a card, without TensorFlow, and where the
 * processor was wished for (GRAFT_TENSORFLOW).
 */
export async function checkGraphics(
  file: string,
  wish: string | undefined,
  driver: readonly string[] = DRIVER,
): Promise<Finding[]> {
  const signs = await Promise.allSettled(driver.map((path) => access(path)));
  const present = signs.some(({ status }) => status === 'fulfilled');
  if (!present || (wish !== undefined && wish !== 'cuda')) return [];
  const text = await readFile(file, 'utf8').catch(() => 'null');
  const report = reportSchema.safeParse(parse(text)).data;
  if (!report) return [];
  const { cuda, note } = report.nativeTensorFlow;
  if (cuda) return [fine('GPU', 'TensorFlow uses it')];
  return [
    {
      check: 'GPU',
      ok: false,
      detail: `there is one, and TensorFlow does not use it (${note ?? 'the driver came after set-up'})`,
      fix: 'run "npm run setup" with GRAFT_TENSORFLOW=cuda; in containers: docker compose --profile gpu up -d',
    },
  ];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
