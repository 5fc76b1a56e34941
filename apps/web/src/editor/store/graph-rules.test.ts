import { describe, expect, it, jest } from '@jest/globals';

describe('the rules of graphs with components', () => {
  it('are asked for again after they could not be loaded', async () => {
    const { COMPONENT_RULES } = await import('../components/component-rules');
    let reached = false;
    jest.unstable_mockModule('../components/component-rules', () => {
      if (!reached) throw new Error('no network');
      return { COMPONENT_RULES };
    });
    jest.resetModules();
    const { knownRules, loadRules } = await import('./graph-rules');
    await expect(loadRules()).rejects.toThrow('no network');
    reached = true;
    await loadRules();
    expect(knownRules()).toBe(COMPONENT_RULES);
  });
});
