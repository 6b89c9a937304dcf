// The sign of Rondo: a ring of places, one of which has its turn and is stretched into an arc.
// While something runs, the turn walks round the ring. Also draws the ring of a real order of turns.
import classes from './mark.module.css';

const radius = 11.5;
const point = (degrees: number): [number, number] => {
  const radians = ((degrees - 90) * Math.PI) / 180;
  return [16 + radius * Math.cos(radians), 16 + radius * Math.sin(radians)];
};
const rounded = (value: number): string => value.toFixed(2);

const arc = (from: number, to: number): string => {
  const [startX, startY] = point(from);
  const [endX, endY] = point(to);
  const large = to - from > 180 ? 1 : 0;
  return `M${rounded(startX)} ${rounded(startY)}A${radius} ${radius} 0 ${large} 1 ${rounded(endX)} ${rounded(endY)}`;
};

type MarkProps = { size?: number; places?: number; turning?: boolean };

export const Mark = ({ size = 24, places = 4, turning = false }: MarkProps) => {
  const others = Math.max(1, places - 1);
  const stretch = 128;
  // The dots stand evenly on what the arc leaves free.
  const step = (360 - stretch) / (others + 1);
  const dots = Array.from({ length: others }, (_, index) => stretch / 2 + step * (index + 1));
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      aria-hidden="true"
      className={turning ? classes.turning : undefined}
    >
      <path d={arc(-stretch / 2, stretch / 2)} className={classes.turn} />
      {dots.map((degrees) => {
        const [x, y] = point(degrees);
        return <circle key={degrees} cx={rounded(x)} cy={rounded(y)} r="3" className={classes.place} />;
      })}
    </svg>
  );
};
