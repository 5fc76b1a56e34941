import type { PortType } from '@graft/graph';

/** Colour and shape of a port type together: nothing is told by colour alone. */
export function PortShape({ type, size = 12 }: { type: PortType | 'unknown'; size?: number }) {
  const colour = type === 'unknown' ? 'var(--port-file)' : `var(--port-${type})`;
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden className="port-shape">
      {draw(type, colour)}
    </svg>
  );
}

function draw(type: PortType | 'unknown', colour: string) {
  switch (type) {
    case 'dataset':
      return <circle cx="6" cy="6" r="5" fill={colour} />;
    case 'model':
      return <rect x="1.200" y="1.200" width="9.600" height="9.600" rx="1.500" fill={colour} />;
    case 'history':
      return <path d="M6 0.300 11.700 6 6 11.700 0.300 6Z" fill={colour} />;
    case 'report':
      return <path d="M6 0.600 11.600 11H0.400Z" fill={colour} />;
    case 'scores':
      return <path d="M3.200 1h5.600L11.600 6 8.800 11H3.200L0.400 6Z" fill={colour} />;
    default:
      return <circle cx="6" cy="6" r="4" fill="none" stroke={colour} strokeWidth="2.400" />;
  }
}
