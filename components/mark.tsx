// The sign of Rondo: a ring of places, one of which has its turn and is stretched into an arc.
// While something runs, the turn walks round the ring.
import classes from './mark.module.css';

const radius = 12;
/** How many wait for their turn, and how many degrees lie between one and the next; the arc takes what they leave. */
const others = 4;
const step = 48;
const stretch = 360 - step * (others + 1);
/** The arc begins just before the top, so that the ring seems to turn. */
const start = -15;

const point = (degrees: number): string => {
  const radians = ((degrees - 90) * Math.PI) / 180;
  return `${(16 + radius * Math.cos(radians)).toFixed(2)} ${(16 + radius * Math.sin(radians)).toFixed(2)}`;
};

const dots = Array.from({ length: others }, (_, index) => start + stretch + step * (index + 1));

type MarkProps = { size?: number; turning?: boolean };

export const Mark = ({ size = 24, turning = false }: MarkProps) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 32 32"
    aria-hidden="true"
    className={turning ? classes.turning : undefined}
  >
    <path d={`M${point(start)}A${radius} ${radius} 0 0 1 ${point(start + stretch)}`} className={classes.turn} />
    {/* A line without length and with round ends is a dot. */}
    {dots.map((degrees) => (
      <path key={degrees} d={`M${point(degrees)}h.01`} className={classes.place} />
    ))}
  </svg>
);
