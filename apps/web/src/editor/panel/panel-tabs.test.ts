import { describe, expect, it } from '@jest/globals';
import { chooseTab, portOfTab, tabOfPort } from './panel-tabs';

describe('the tab of the panel', () => {
  it('stays at what the run made, whatever is selected', () => {
    expect(chooseTab('training', ['train', 'test'])).toBe('training');
    expect(chooseTab('problems', [])).toBe('problems');
  });

  it('stays at a port of the same name, else goes to the first port of the node', () => {
    expect(chooseTab(tabOfPort('test'), ['train', 'test'])).toBe('port:test');
    expect(chooseTab(tabOfPort('test'), ['model', 'history'])).toBe('port:model');
  });

  it('falls back to the problems where nothing comes out', () => {
    expect(chooseTab(tabOfPort('test'), [])).toBe('problems');
  });

  it('keeps the name of a port', () => {
    expect(portOfTab(tabOfPort('a:b'))).toBe('a:b');
  });
});
