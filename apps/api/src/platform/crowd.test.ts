import { describe, expect, it } from '@jest/globals';
import { Crowd } from './crowd';

/** A crowd by a clock that the test turns. */
function open(places: number) {
  const clock = { seconds: 100 };
  const crowd = new Crowd(places, () => clock.seconds);
  const serve = (seconds: number): void => {
    const leave = crowd.enter();
    clock.seconds += seconds;
    leave();
  };
  return { clock, crowd, serve };
}

describe('a crowd', () => {
  it('has so many inside, and room again when one leaves', () => {
    const { crowd } = open(2);
    const leave = crowd.enter();
    expect(crowd.isFull).toBe(false);
    crowd.enter();
    expect(crowd.isFull).toBe(true);
    leave();
    expect(crowd.isFull).toBe(false);
  });

  it('sends those who are refused away for a second while nothing is known of the pace', () => {
    const { crowd } = open(0);
    expect([crowd.joinLine(), crowd.joinLine()]).toEqual([1, 1]);
  });

  it('tells each who is refused a later time, at the pace of those who were served', () => {
    const { crowd, serve } = open(2);
    serve(1);
    const told = Array.from({ length: 8 }, () => crowd.joinLine());
    expect(told).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
  });

  it('forgets the line as its times pass', () => {
    const { clock, crowd, serve } = open(2);
    serve(1);
    for (let told = 0; told < 8; told += 1) crowd.joinLine();
    clock.seconds += 3;
    expect(crowd.joinLine()).toBe(2);
    clock.seconds += 60;
    expect(crowd.joinLine()).toBe(1);
  });

  it('sends nobody away for more than 15 seconds, however many come', () => {
    const { crowd, serve } = open(2);
    serve(10);
    const told = Array.from({ length: 100 }, () => crowd.joinLine());
    expect(Math.max(...told)).toBe(15);
  });
});
