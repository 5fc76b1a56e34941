import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findBrowser } from './find-browser.mjs';

const env = { PATH: '/a:/b' };
const among =
  (...paths) =>
  (path) =>
    paths.includes(path);

test("Debian's Chromium goes before Chrome, wherever they lie on the PATH", () => {
  const isProgram = among('/a/google-chrome', '/b/chromium');
  assert.equal(findBrowser({ env, isProgram }), '/b/chromium');
});

test("playwright's own is taken when the PATH has none, and a named one before all", () => {
  const isProgram = among('/own/chrome', '/mine/chrome');
  assert.equal(findBrowser({ env, ownPath: '/own/chrome', isProgram }), '/own/chrome');
  const named = { ...env, CHROMIUM: '/mine/chrome' };
  assert.equal(findBrowser({ env: named, ownPath: '/own/chrome', isProgram }), '/mine/chrome');
});

test('no browser is no error', () => {
  assert.equal(findBrowser({ env, ownPath: '/own/chrome', isProgram: among() }), null);
});
