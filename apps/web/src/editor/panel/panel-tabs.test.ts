import { describe, expect, it } from '@jest/globals';
import { chooseRunTab, chooseTab, portOfTab, tabOfPort } from './panel-tabs';

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

  it('stays when a run begins where something of the run will appear, else tells how it goes', () => {
    for (const shown of [tabOfPort('scores'), 'report', 'steps', 'log'] as const) {
      expect(chooseRunTab(shown)).toBe(shown);
    }
    expect(chooseRunTab('problems')).toBe('training');
    expect(chooseRunTab(null)).toBe('training');
  });

  it('keeps the name of a port', () => {
    expect(portOfTab(tabOfPort('a:b'))).toBe('a:b');
  });
});
