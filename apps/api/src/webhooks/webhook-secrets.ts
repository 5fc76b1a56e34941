import { createHmac, randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Secrets of webhooks, derived from one key that lies in a file beside the data: neither the database nor a backup
 * of it can sign.
 */
export class WebhookSecrets {
  #key: Buffer | null = null;

  constructor(private readonly file: string) {}

  /** In the form of Standard Webhooks. */
  of(webhookId: string): string {
    return `whsec_${this.#derive(webhookId).toString('base64')}`;
  }

  /** Header `webhook-signature` of a message. */
  sign(webhookId: string, message: { id: string; timestamp: number; body: string }): string {
    const { id, timestamp, body } = message;
    const hmac = createHmac('sha256', this.#derive(webhookId));
    return `v1,${hmac.update(`${id}.${String(timestamp)}.${body}`).digest('base64')}`;
  }

  #derive(webhookId: string): Buffer {
    this.#key ??= readOrMake(this.file);
    return createHmac('sha256', this.#key).update(`webhook ${webhookId}`).digest();
  }
}

/** Two processes at once end up with the same key: a link is made once. */
function readOrMake(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(fresh, randomBytes(32), { mode: 0o600, flush: true });
  try {
    linkSync(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
  return readFileSync(file);
}
