// How far something is, as a bar. Its numbers stand beside it.
import type { ComponentProps } from 'react';
import classes from './bar.module.css';

export const Bar = (props: ComponentProps<'progress'>) => <progress {...props} className={classes.bar} />;
