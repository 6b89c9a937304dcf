// The line between puppeteer and Chromium. It keeps puppeteer from ever attaching to a service worker: puppeteer 25 lets
// go of workers by itself, but only after it has attached to each one and held it up for a moment, which a test of
// lifetimes or of cold starts would measure. Changes nothing else that is said.
import type { ConnectionTransport } from 'puppeteer-core';

const withoutWorkers = (message: string): string => {
  if (!message.includes('Target.setAutoAttach')) return message;
  const { params, ...rest } = JSON.parse(message);
  const filter = [{ type: 'service_worker', exclude: true }, ...(params.filter ?? [{}])];
  return JSON.stringify({ ...rest, params: { ...params, filter } });
};

export const openWire = async (address: string): Promise<ConnectionTransport> => {
  const socket = new WebSocket(address);
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`The browser did not answer at ${address}.`));
  });
  const transport: ConnectionTransport = {
    send: (message) => socket.send(withoutWorkers(message)),
    close: () => socket.close(),
  };
  socket.onmessage = (event) => transport.onmessage?.(String(event.data));
  socket.onclose = () => transport.onclose?.();
  return transport;
};
