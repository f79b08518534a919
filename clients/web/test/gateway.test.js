import assert from 'node:assert/strict';
import test from 'node:test';
import { connect } from '../in-app.js';

// Against a gateway that runs: CX_URL and CX_TOKEN say which. It has a message "first", and sends "second" once this prints that it is ready.
test('a gateway that runs', { skip: !process.env.CX_URL && 'CX_URL names no gateway' }, async () => {
  const came = [];
  const errors = [];
  await new Promise((done, fail) => {
    const app = connect({
      url: process.env.CX_URL,
      token: process.env.CX_TOKEN,
      onError: (error) => { errors.push(error); fail(error); },
      async onMessage(message) {
        came.push(message.id);
        if (message.id === 'first') {
          await app.read('first');
          console.log('ready');
        } else {
          await app.click(message.id);
          assert.equal(app.unread, 0);
          app.close();
          done();
        }
      },
    });
  });
  assert.deepEqual(came, ['first', 'second']);
  assert.deepEqual(errors, []);
});
