// What a person can ask for. A task names the pool of targets that may answer it.
import { z } from './zod.ts';

export const taskSchema = z.enum(['fast', 'research', 'code', 'vision', 'transcription']);
export type Task = z.infer<typeof taskSchema>;
export const tasks: readonly Task[] = taskSchema.options;
/** The tasks that are answered by a chat call. */
export const textTasks: readonly Task[] = ['fast', 'research', 'code', 'vision'];
