import { test } from '@jest/globals';
import { post, hookBody, withPrefetch, emptyChart, bundle, tumour, serve } from './call-service.ts';
test('x', async () => {
  const { app, lines } = serve();
  const r = await post(withPrefetch({ ...emptyChart, conditions: bundle(tumour()) }), '/cds-services/imaging-advice', app);
  console.log(r.status, JSON.stringify(r.body, null, 1), r.headers, lines);
  const s = await post(hookBody(), '/cds-services/imaging-advice', app);
  console.log(s.status, JSON.stringify(s.body, null, 1));
});
