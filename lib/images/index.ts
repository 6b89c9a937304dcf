// The port `fitImage` of the engine, for a browser.
import type { FitImage } from '../domain/wire.ts';
import { openPicture } from './canvas.ts';
import { createFitImage } from './fit.ts';

export const fitImage: FitImage = createFitImage(openPicture);
