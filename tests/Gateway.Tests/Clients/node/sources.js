// Client libraries of other systems, pointed at a gateway and otherwise as their own pages show them.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const url = process.env.CX_URL;
const key = process.env.CX_KEY;
const at = new Date(process.env.CX_AT);

const libraries = {
  async segment() {
    const { Analytics } = require('@segment/analytics-node');
    const analytics = new Analytics({ writeKey: key, host: url, flushAt: 3, maxRetries: 0 });
    const failed = new Promise((_, reject) => analytics.on('error', e => reject(new Error(JSON.stringify(e)))));
    analytics.identify({ userId: 'ann', traits: { email: 'ann@shop.test', name: 'Ann' }, timestamp: at });
    analytics.track({ userId: 'ann', event: 'Order Completed', properties: { order_id: '7', total: 19.9, currency: 'EUR' }, timestamp: at });
    analytics.page({ anonymousId: 'a-1', name: 'Cart', properties: { url: 'https://shop.test/cart' }, timestamp: at });
    await Promise.race([analytics.closeAndFlush(), failed]);
  },

  async rudder() {
    const { default: RudderAnalytics } = await import('@rudderstack/rudder-sdk-node');
    const client = new RudderAnalytics(key, { dataPlaneUrl: url, flushAt: 2, retryCount: 0, gzip: true });
    client.identify({ userId: 'ann', traits: { email: 'ann@shop.test' }, originalTimestamp: at });
    client.track({ userId: 'ann', event: 'Order Completed', properties: { order_id: '7', total: 19.9, currency: 'EUR' }, originalTimestamp: at });
    await client.flush();
  },

  async mixpanel() {
    const Mixpanel = require('mixpanel');
    const { hostname, port } = new URL(url);
    for (const verbose of [false, true]) {
      const client = Mixpanel.init(key, { host: hostname, port, protocol: 'http', keepAlive: false, verbose });
      const told = (give) => new Promise((resolve, reject) => give(e => (e ? reject(Array.isArray(e) ? e[0] : e) : resolve())));
      const own = verbose ? 'loud' : 'quiet';
      await told(done => client.track('Cart Viewed', { distinct_id: 'ann', $insert_id: `t-${own}`, time: at }, done));
      await told(done => client.track_batch([{ event: 'Item Added', properties: { distinct_id: 'ann', $insert_id: `b-${own}`, time: at } }], done));
      await told(done => client.people.set('ann', { $name: 'Ann', $email: 'ann@shop.test' }, done));
    }
  },

  async cloudevents() {
    const { CloudEvent, HTTP, httpTransport, emitterFor } = require('cloudevents');
    const event = (id) => new CloudEvent({ id, type: 'ticket.opened', source: 'helpdesk', subject: 'ann', time: at.toISOString(), data: { channel: 'email', attributes: { ticket: '7' } } });
    await emitterFor(httpTransport(`${url}v1/touchpoints`))(event('binary'));
    await emitterFor(httpTransport(`${url}v1/touchpoints`), { mode: 'structured' })(event('structured'));
    const { headers, body } = HTTP.binary(event('by-hand'));
    const answer = await fetch(`${url}v1/touchpoints`, { method: 'POST', headers, body });
    if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
  },
};

await libraries[process.argv[2]]();
console.log('sent');
