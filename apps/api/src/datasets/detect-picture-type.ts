/** Content type of a stored picture by its first bytes (WHATWG MIME Sniffing, section 6.1). */
export function detectPictureType(bytes: Buffer): string {
  const text = (from: number, to: number) => bytes.toString('latin1', from, to);
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (text(0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (text(0, 6) === 'GIF87a' || text(0, 6) === 'GIF89a') return 'image/gif';
  if (text(0, 4) === 'RIFF' && text(8, 14) === 'WEBPVP') return 'image/webp';
  return 'application/octet-stream';
}
