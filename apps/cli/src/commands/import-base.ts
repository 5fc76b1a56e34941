import { UPLOAD_PIECE_LIMIT, type Client } from '@graft/contracts';
import { UsageError, type ExitCode } from '../exit';
import { requireStack, type StackOptions } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';
import { openUpload, type Upload } from '../upload/open-upload';

export interface BaseOptions extends StackOptions {
  json?: boolean;
  name: string;
  mean: string;
  scale: string;
  size?: string;
  licence: string;
  output?: string;
  channelMean?: string;
  channelDeviation?: string;
  colours: 'rgb' | 'bgr';
}

/** Brings a model that was made elsewhere, to be used as a base. */
export async function importBase(
  path: string,
  options: BaseOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const body = {
    name: options.name,
    mean: readNumber('--mean', options.mean),
    scale: readNumber('--scale', options.scale),
    size: options.size === undefined ? null : readNumber('--size', options.size),
    licence: options.licence,
    output: options.output ?? null,
    channelMean: readNumbers('--channel-mean', options.channelMean),
    channelDeviation: readNumbers('--channel-deviation', options.channelDeviation),
    colours: options.colours,
  };
  const upload = await openUpload(path);
  const { client } = await requireStack(options);
  const params = { uploadId: await sendWhole(client, upload) };
  const base = await client.importBase({ params, body });
  if (options.json) printJson(terminal, base);
  else {
    terminal.out(
      `${base.name}: reads ${base.input}, ${String(base.layers)} layers, ${String(base.parameters)} parameters\n`,
    );
  }
  return 0;
}

/** A model is small enough to be held: its size must be known before it is sent. */
async function sendWhole(client: Client, { body }: Upload): Promise<string> {
  const bytes = new Uint8Array(await new Response(body).arrayBuffer());
  const { uploadId } = await client.startUpload({ body: { bytes: bytes.length } });
  for (let offset = 0; offset < bytes.length; offset += UPLOAD_PIECE_LIMIT) {
    await client.sendPiece({
      ...{ params: { uploadId }, query: { offset } },
      body: bytes.slice(offset, offset + UPLOAD_PIECE_LIMIT),
      contentType: 'application/octet-stream',
    });
  }
  return uploadId;
}

function readNumbers(option: string, text: string | undefined): number[] | null {
  return text === undefined ? null : text.split(',').map((each) => readNumber(option, each));
}

function readNumber(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new UsageError(`${option} ${text}: give a number.`);
}
