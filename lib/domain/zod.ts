// The one door to zod. Its just-in-time compiler probes `Function('')`, which an extension page's
// content security policy reports as a violation each time, so it is switched off before any schema is made.
import { z } from 'zod';

z.config({ jitless: true });

export { z };
