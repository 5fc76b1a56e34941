import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Heart } from './heart';

const MINUTE = 60_000;
let now = 0;
let beats: unknown[] = [];
let stalls: string[] = [];
let heart: Heart;

beforeEach(() => {
  [now, beats, stalls] = [0, [], []];
  heart = new Heart({
    context: { heartbeat: (details) => void beats.push(details) },
    heartbeatSeconds: 120,
    now: () => now,
  });
  heart.attend({
    onBeat: () => undefined,
    onStall: (error) => void stalls.push(error.code),
  });
});

afterEach(() => heart.stop());

function beatAfter(minutes: number): void {
  now += minutes * MINUTE;
  heart.beat();
}

describe('Heart', () => {
  it('beats for as long as it takes before an engine has started, and after it has ended', () => {
    beatAfter(600);
    heart.engineStarted();
    heart.engineEnded();
    beatAfter(600);
    expect(stalls).toEqual([]);
    expect(beats).toHaveLength(3);
  });

  it('waits ten minutes for the first sign of an engine, then five for the next', async () => {
    heart.engineStarted();
    beatAfter(9);
    await heart.sign(() => Promise.resolve());
    beatAfter(4.9);
    expect(stalls).toEqual([]);
    beatAfter(0.2);
    expect(stalls).toEqual(['engine.stalled']);
  });

  it('gives no heartbeat for an engine that is silent', () => {
    heart.engineStarted();
    const before = beats.length;
    beatAfter(10.1);
    expect(stalls).toEqual(['engine.stalled']);
    expect(beats).toHaveLength(before);
  });

  it('does not blame the engine for a database that is slow', async () => {
    heart.engineStarted();
    await heart.sign(() => {
      beatAfter(30);
      return Promise.resolve();
    });
    beatAfter(4);
    expect(stalls).toEqual([]);
  });

  it('tells the next attempt how often it crashed after the same checkpoint', () => {
    heart.pulse = { seq: 4, crashes: 1, place: '2.7' };
    expect(heart.countCrash(null)).toBe(2);
    expect(beats.at(-1)).toEqual({ seq: 4, crashes: 2, place: null });
  });

  it('counts kills at one and the same place only: whoever kills at random hits another', () => {
    heart.pulse = { seq: 4, crashes: 0, place: null };
    expect(['2.7', '2.9', '2.9', '2.9', '3.1'].map((place) => heart.countCrash(place))).toEqual([
      1, 1, 2, 3, 1,
    ]);
  });
});
