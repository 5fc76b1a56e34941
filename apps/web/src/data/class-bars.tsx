import { formatCount } from '../frame/format';
import './data.css';

interface ClassBarsProps {
  classes: readonly { name: string; count: number }[];
  chosen: string | null;
  onChoose: (name: string | null) => void;
}

/** How many examples each class has; a click shows only that class. */
export function ClassBars({ classes, chosen, onChoose }: ClassBarsProps) {
  const most = Math.max(1, ...classes.map((each) => each.count));
  return (
    <ul className="class-bars">
      {classes.map(({ name, count }) => (
        <li key={name}>
          <button
            type="button"
            aria-pressed={chosen === name}
            onClick={() => onChoose(chosen === name ? null : name)}
          >
            <span className="class-bars__name" title={name}>
              {name}
            </span>
            <span className="class-bars__track">
              <span style={{ width: `${(100 * count) / most}%` }} />
            </span>
            <span className="class-bars__count numbers">{formatCount(count)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
