import { download } from './download';

/** Draws a chart twice as large as it is shown and hands it out as PNG. */
export async function savePicture(name: string, chart: SVGSVGElement): Promise<void> {
  const { width, height } = chart.getBoundingClientRect();
  const copy = chart.cloneNode(true) as SVGSVGElement;
  inlineStyles(chart, copy);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const text = new XMLSerializer().serializeToString(copy);
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * 2;
  canvas.height = height * 2;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(url);
  canvas.toBlob((blob) => blob && download(name, blob), 'image/png');
}

/** A picture outside of the page knows none of its style sheets. */
function inlineStyles(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  const target = to as SVGElement;
  for (const name of [
    'stroke',
    'stroke-width',
    'stroke-dasharray',
    'fill',
    'font-size',
    'font-family',
    'opacity',
  ]) {
    target.style.setProperty(name, style.getPropertyValue(name));
  }
  [...from.children].forEach((child, index) => {
    const copy = to.children[index];
    if (copy) inlineStyles(child, copy);
  });
}
