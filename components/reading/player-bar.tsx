// The player at the foot of a transcript: play, ten seconds back and on, place, speed.
import type { KeyboardEvent } from 'react';
import { Button } from '../button.tsx';
import { PauseIcon, PlayIcon } from '../icons.tsx';
import { placeIn } from '../words.ts';
import classes from './player-bar.module.css';
import { type Player, useHeard } from './use-player.ts';

const rates = [0.75, 1, 1.25, 1.5, 1.75, 2];
const step = 10;
/** What an arrow key moves in the line; its own steps are too small for hours. */
const steps: Record<string, number> = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5 };

const placeOf = ({ currentTime }: HTMLAudioElement): number => currentTime;

type PlayerBarProps = {
  player: Player;
  /** Length of the recording; null: not known. */
  seconds: number | null;
  /** The text does not go along with the sound, and would if this were pressed. */
  onFollow: (() => void) | null;
};

export const PlayerBar = ({ player, seconds, onFollow }: PlayerBarProps) => {
  const { isPlaying } = player;
  const time = useHeard(player.audio, placeOf, 0);
  const end = seconds ?? player.audio.current?.duration ?? 0;
  const length = Number.isFinite(end) ? end : time;
  const move = (event: KeyboardEvent) => {
    const seconds = steps[event.key];
    if (seconds === undefined) return;
    event.preventDefault();
    player.step(seconds);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is a part of a form
    <div role="group" aria-label="Player" className={classes.bar}>
      {onFollow === null ? null : (
        <div className={classes.follow}>
          <Button onClick={onFollow}>Back to what plays</Button>
        </div>
      )}
      <div className={classes.inner}>
        <div className={classes.buttons}>
          <StepButton name={`Back ${step} seconds`} word={`−${step}`} onPress={() => player.step(-step)} />
          <button
            type="button"
            className={classes.play}
            aria-label={isPlaying ? 'Pause' : 'Play'}
            title={isPlaying ? 'Pause' : 'Play'}
            onClick={player.toggle}
          >
            {isPlaying ? <PauseIcon size={18} /> : <PlayIcon size={18} />}
          </button>
          <StepButton name={`On ${step} seconds`} word={`+${step}`} onPress={() => player.step(step)} />
        </div>
        <span className={classes.time}>{placeIn(time)}</span>
        <input
          type="range"
          className={classes.place}
          aria-label="Place in the recording"
          aria-valuetext={`${placeIn(time)} of ${placeIn(length)}`}
          min={0}
          max={Math.max(length, 0.1)}
          step={0.1}
          value={Math.min(time, length)}
          style={{ '--done': `${length > 0 ? Math.min(100, (time / length) * 100) : 0}%` } as React.CSSProperties}
          onChange={(event) => player.seek(Number(event.target.value))}
          onKeyDown={move}
        />
        <span className={classes.tail}>
          <span className={classes.length}>{placeIn(length)}</span>
          <select
            className={classes.rate}
            aria-label="Speed"
            value={player.rate}
            onChange={(event) => player.setRate(Number(event.target.value))}
          >
            {rates.map((rate) => (
              <option key={rate} value={rate}>
                {rate}×
              </option>
            ))}
          </select>
        </span>
      </div>
    </div>
  );
};

const StepButton = ({ name, word, onPress }: { name: string; word: string; onPress: () => void }) => (
  <button type="button" className={classes.step} aria-label={name} title={name} onClick={onPress}>
    {word}
  </button>
);
