// Runs one measure, or one practice farm, in a thread of its own: with its own clock, and off the core of the others.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { speedUp } from './clock.ts';

export type Part = { run(given: unknown): Promise<unknown> };
type Order = { part: string; scale: number; given: unknown };
type Report = { done: unknown } | { broke: string };

export type Apart<Result> = { result: Result; end(): Promise<void> };

/**
 * The part lives on until it is ended.
 * @param part file of the part, beside this one
 * @param scale how many times faster its clock runs
 */
export const startApart = <Result>(part: string, scale: number, given: unknown): Promise<Apart<Result>> =>
  new Promise((resolve, reject) => {
    const order: Order = { part, scale, given };
    const worker = new Worker(new URL(import.meta.url), { workerData: order });
    const end = async () => void (await worker.terminate());
    worker.on('message', (report: Report) => {
      if ('done' in report) return resolve({ result: report.done as Result, end });
      void end();
      reject(new Error(`${part}: ${report.broke}`));
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`${part} ended early (${code})`)));
  });

export const runApart = async <Result>(part: string, scale: number, given: unknown): Promise<Result> => {
  const { result, end } = await startApart<Result>(part, scale, given);
  await end();
  return result;
};

const isOrder = (data: unknown): data is Order => typeof data === 'object' && data !== null && 'part' in data;

if (!isMainThread && isOrder(workerData) && parentPort) {
  const port = parentPort;
  const { part, scale, given } = workerData;
  speedUp(scale);
  // A contender's own stray rejection is its failure, counted by its measure; it must not end the run.
  process.on('unhandledRejection', () => {});
  const { run }: Part = await import(new URL(part, import.meta.url).href);
  run(given).then(
    (done) => port.postMessage({ done } satisfies Report),
    (error: unknown) =>
      port.postMessage({ broke: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
}
