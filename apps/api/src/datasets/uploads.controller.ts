import { routes, type Routes, type UploadView } from '@graft/contracts';
import { UserError } from '@graft/errors';
import { Controller, Inject } from '@nestjs/common';
import { describeBase } from '../catalog/catalog.controller';
import { checkDisk } from '../limits/check-disk';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { readRawBody } from '../platform/read-body';
import { SERVICES, type Services } from '../platform/services';
import { viewDataset } from './datasets.controller';
import type { ImportProgress } from './import-pictures';
import { previewTexts } from './preview-texts';
import type { StoredUpload } from './upload-store';

const PREVIEWED = 64 * 1024;
/** Imported uploads that are still told of: whoever asks how far an import is may ask a moment after its end. */
const MOST_ENDED = 100;

@Controller()
export class UploadsController {
  readonly #importing = new Map<string, ImportProgress>();
  readonly #ended = new Map<string, { workspaceId: string; view: UploadView }>();

  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.startUpload)
  async start(
    @Input() { caller, body }: RouteInput<Routes['startUpload']>,
  ): Promise<RouteReply<Routes['startUpload']>> {
    await this.requireRoom(caller.workspaceId, body.bytes);
    return this.view(await this.services.uploads.start(caller.workspaceId, body.bytes));
  }

  @Handle(routes.getUpload)
  async get(
    @Input() { caller, params }: RouteInput<Routes['getUpload']>,
  ): Promise<RouteReply<Routes['getUpload']>> {
    const { workspaceId } = caller;
    const ended = this.#ended.get(params.uploadId);
    if (ended?.workspaceId === workspaceId) return ended.view;
    return this.view(await this.services.uploads.find(workspaceId, params.uploadId));
  }

  @Handle(routes.sendPiece)
  async send(
    @Input() { caller, params, query, request }: RouteInput<Routes['sendPiece']>,
  ): Promise<RouteReply<Routes['sendPiece']>> {
    const piece = readRawBody(request, routes.sendPiece.body.limit);
    const { workspaceId } = caller;
    return this.view(
      await this.services.uploads.add(workspaceId, params.uploadId, query.offset, piece),
    );
  }

  @Handle(routes.previewUpload)
  async preview(
    @Input() { caller, params, query }: RouteInput<Routes['previewUpload']>,
  ): Promise<RouteReply<Routes['previewUpload']>> {
    const { uploads } = this.services;
    const upload = await uploads.find(caller.workspaceId, params.uploadId);
    return previewTexts(await uploads.readStart(upload, PREVIEWED), query.format);
  }

  @Handle(routes.importUpload)
  async import(
    @Input() { caller, params, body }: RouteInput<Routes['importUpload']>,
  ): Promise<RouteReply<Routes['importUpload']>> {
    const { uploads, importer } = this.services;
    const { workspaceId } = caller;
    const { uploadId } = params;
    const made = await uploads.hold(workspaceId, uploadId, async (upload) => {
      await this.requireReady(workspaceId, upload);
      try {
        return await importer.import({
          ...{ workspaceId, name: body.name, format: body.format, columns: body.columns },
          bytes: { path: upload.path },
          onSize: (bytes) => this.requireRoom(workspaceId, bytes),
          onProgress: (progress) => this.#importing.set(uploadId, progress),
        });
      } finally {
        this.#importing.delete(uploadId);
      }
    });
    this.noteEnd(workspaceId, this.view(await uploads.find(workspaceId, uploadId)));
    await uploads.remove(workspaceId, uploadId);
    return viewDataset(made);
  }

  @Handle(routes.importBase)
  async importBase(
    @Input() { caller, params, body }: RouteInput<Routes['importBase']>,
  ): Promise<RouteReply<Routes['importBase']>> {
    const { uploads, bases } = this.services;
    const { workspaceId } = caller;
    const card = await uploads.hold(workspaceId, params.uploadId, async (upload) => {
      await this.requireReady(workspaceId, upload);
      return bases.import(workspaceId, upload.path, body);
    });
    await uploads.remove(workspaceId, params.uploadId);
    return describeBase(card);
  }

  @Handle(routes.discardUpload)
  async discard(@Input() { caller, params }: RouteInput<Routes['discardUpload']>): Promise<void> {
    const { workspaceId } = caller;
    const { uploads } = this.services;
    await uploads.hold(workspaceId, params.uploadId, () =>
      uploads.remove(workspaceId, params.uploadId),
    );
  }

  private noteEnd(workspaceId: string, view: UploadView): void {
    this.#ended.set(view.uploadId, { workspaceId, view: { ...view, imported: true } });
    const [oldest = ''] = this.#ended.keys();
    if (this.#ended.size > MOST_ENDED) this.#ended.delete(oldest);
  }

  /** Whole, and no more than still fits: many uploads may have begun while there was room for each. */
  private async requireReady(workspaceId: string, upload: StoredUpload): Promise<void> {
    if (upload.received < upload.bytes) throw incomplete(upload);
    await this.requireRoom(workspaceId, upload.bytes);
  }

  private requireRoom(workspaceId: string, bytes: number): Promise<void> {
    const { database, disk } = this.services;
    return checkDisk(database.limits, disk, workspaceId, bytes);
  }

  private view({ uploadId, bytes, received }: StoredUpload): UploadView {
    const importing = this.#importing.get(uploadId) ?? null;
    return { uploadId, bytes, received, importing, imported: false };
  }
}

function incomplete({ bytes, received }: StoredUpload): UserError {
  return new UserError({
    status: 409,
    code: 'upload.incomplete',
    message: `${String(received)} of ${String(bytes)} bytes have arrived: send the rest first.`,
    details: { received, bytes },
  });
}
