// Dragging a row of a list to another place by its grip, with mouse, pen or finger. Says where it would fall; whoever
// shows the list says what comes of it. The keyboard has buttons of its own.
import { type PointerEvent, type RefObject, useEffect, useState } from 'react';

/** Places count the rows without the one that is dragged. */
export type Drag = { from: number; to: number };

/** How many rows, the dragged one left aside, lie above this height. */
const placeAt = (list: HTMLElement | null, from: number, y: number): number =>
  [...(list?.children ?? [])].filter((row, index) => {
    const { top, height } = row.getBoundingClientRect();
    return index !== from && top + height / 2 < y;
  }).length;

export const useDrag = (list: RefObject<HTMLElement | null>, onDrop: (drag: Drag) => void) => {
  const [drag, setDrag] = useState<Drag | null>(null);
  const isDragging = drag !== null;
  useEffect(() => {
    if (!isDragging) return;
    const giveUp = (event: KeyboardEvent) => event.key === 'Escape' && setDrag(null);
    addEventListener('keydown', giveUp);
    return () => removeEventListener('keydown', giveUp);
  }, [isDragging]);
  const grip = (index: number) => ({
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ from: index, to: index });
    },
    onPointerMove: (event: PointerEvent) => {
      if (drag?.from !== index) return;
      setDrag({ from: index, to: placeAt(list.current, index, event.clientY) });
    },
    onPointerUp: () => {
      if (drag?.from === index && drag.to !== index) onDrop(drag);
      setDrag(null);
    },
    onPointerCancel: () => setDrag(null),
  });
  return { drag, grip };
};
