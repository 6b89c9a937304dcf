// What the browser tells of calls of our own: why one failed, and where one was sent on to. Those of web pages are none of
// our business.
import { type Browser, browser } from 'wxt/browser';
import { sleepFor } from '../../lib/engine/index.ts';
import { createCallErrors } from './call-errors.ts';
import { createRedirects } from './redirects.ts';

/** In Firefox its host is drawn by lot for each installation; in Chromium it is the id. */
export const ownOrigin = () => browser.runtime.getURL('/').slice(0, -1);

/** `originUrl` is Firefox's word for `initiator`, with the path. */
type Origin = { initiator?: string; originUrl?: string };
type CallDetails = Pick<Browser.webRequest.OnErrorOccurredDetails, 'url' | 'error'> & Origin;
type RedirectDetails = Pick<Browser.webRequest.OnBeforeRedirectDetails, 'url' | 'redirectUrl'> & Origin;

const isOwnCall = ({ initiator, originUrl }: Origin): boolean => (initiator ?? originUrl ?? '').startsWith(ownOrigin());

export const openCallErrors = () =>
  createCallErrors({
    sleep: sleepFor,
    listen: (urls, onError) => {
      const hear = (details: CallDetails) => {
        if (isOwnCall(details)) onError(details.url, details.error);
      };
      browser.webRequest.onErrorOccurred.addListener(hear, { urls: [...urls] });
      return () => browser.webRequest.onErrorOccurred.removeListener(hear);
    },
  });

export const openRedirects = () =>
  createRedirects((onRedirect) => {
    const hear = (details: RedirectDetails) => {
      if (isOwnCall(details)) onRedirect(details.url, details.redirectUrl);
    };
    browser.webRequest.onBeforeRedirect.addListener(hear, { urls: ['http://*/*', 'https://*/*'] });
    return () => browser.webRequest.onBeforeRedirect.removeListener(hear);
  });
