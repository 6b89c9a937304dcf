// How the extension is built and what its manifest asks for. The hosts follow from the list of providers.
import { defineConfig } from 'wxt';
import { providers } from './lib/providers/index.ts';

export default defineConfig({
  imports: false,
  manifestVersion: 3,
  modules: ['@wxt-dev/module-react'],
  manifest: ({ browser }) => ({
    name: '__MSG_name__',
    description: '__MSG_description__',
    default_locale: 'en',
    // Neither declarativeNetRequestWithHostAccess nor webRequest warns of anything beside the hosts (asked of Chromium 156).
    permissions: [
      'activeTab',
      'alarms',
      'contextMenus',
      'declarativeNetRequestWithHostAccess',
      'scripting',
      'storage',
      'unlimitedStorage',
      'webRequest',
      // Firefox's background is a page itself. Warns of nothing either.
      ...(browser === 'firefox' ? [] : ['offscreen']),
    ],
    // Chromium words it as “Read and change all your data on all websites” (asked of 156), so that only those who want to
    // record a tab are asked. Firefox hands out no tab's sound.
    ...(browser === 'firefox' ? {} : { optional_permissions: ['tabCapture'] }),
    host_permissions: providers.map((provider) => `${new URL(provider.baseUrl).origin}/*`),
    commands: {
      dictate: {
        suggested_key: { default: 'Alt+Shift+D' },
        description: 'Dictate: press once to speak, again to have it written at the cursor',
      },
    },
    // Firefox's own default turns http:// into https:// for all but loopback, and no server at home speaks that.
    content_security_policy: { extension_pages: "script-src 'self'; object-src 'self'" },
    optional_host_permissions: ['http://*/*', 'https://*/*'],
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'rondo@rondo.example',
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['websiteContent'] },
            },
            gecko_android: { strict_min_version: '142.0' },
          },
        }
      : { minimum_chrome_version: '120' }),
  }),
  zip: { excludeSources: ['tests/**', 'docs/**', '.ci/**'] },
});
