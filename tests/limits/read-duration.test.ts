import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimeFormat } from '../../lib/domain/provider.ts';
import { readDate, readDuration, readWait } from '../../lib/limits/read-duration.ts';

const year = 366 * 86_400_000;
const formats: (TimeFormat | undefined)[] = [
  undefined,
  'duration',
  'seconds',
  'milliseconds',
  'epoch-seconds',
  'epoch-milliseconds',
  'date',
];

const isWait = (ms: number | null) => ms === null || (Number.isInteger(ms) && ms >= 0 && ms <= year);

describe('a length of time', () => {
  it.each([
    ['2m59.56s', 179_560],
    ['6m0s', 360_000],
    ['17ms', 17],
    ['1m26.4s', 86_400],
    ['7.66s', 7_660],
    ['1h30m', 5_400_000],
    ['43.2s', 43_200],
    ['1.984999999s', 1_985],
    ['500µs', 1],
    ['20', 20_000],
    ['0.5', 500],
    ['0s', 0],
    ['59 seconds', 59_000],
    ['1 hour 5 minutes', 3_900_000],
    ['2 days, 3 hours', 183_600_000],
    [' 3S ', 3_000],
  ])('%s is %d ms', (text, ms) => {
    expect(readDuration(text)).toBe(ms);
  });

  it.each([
    '',
    ' ',
    'soon',
    '-5',
    '-5s',
    '+5s',
    'NaN',
    'Infinity',
    '1e9',
    '0x10',
    '5 apples',
    's',
    '5s later',
    '1,5s',
    '..5',
    '9999999999',
    '400d',
    '5s5',
  ])('is not read out of "%s"', (text) => {
    expect(readDuration(text)).toBeNull();
  });

  it('comes back as it was written by Go', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(59), fc.nat(59), fc.nat(999), (hours, minutes, seconds, ms) => {
        const text = `${hours}h${minutes}m${seconds}.${String(ms).padStart(3, '0')}s`;
        expect(readDuration(text)).toBe(((hours * 60 + minutes) * 60 + seconds) * 1_000 + ms);
      }),
    );
  });

  it('is a whole number of ms or nothing, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => isWait(readDuration(text))));
    fc.assert(fc.property(fc.double(), (number) => isWait(readDuration(String(number)))));
  });
});

describe('a moment', () => {
  it.each([
    ['Mon, 23 Nov 2026 12:00:30 GMT', Date.UTC(2026, 10, 23, 12, 0, 30)],
    ['2026-11-23T12:00:30Z', Date.UTC(2026, 10, 23, 12, 0, 30)],
    ['2026-11-23T12:00:30.250Z', Date.UTC(2026, 10, 23, 12, 0, 30, 250)],
    ['2026-11-23T14:00:30+02:00', Date.UTC(2026, 10, 23, 12, 0, 30)],
    ['2026-11-23 12:00:30 UTC', Date.UTC(2026, 10, 23, 12, 0, 30)],
    ['2026-11-23 12:00', Date.UTC(2026, 10, 23, 12, 0, 0)],
  ])('%s is read in UTC where it names no zone', (text, moment) => {
    expect(readDate(text)).toBe(moment);
  });

  it.each(['', 'tomorrow', '2026', '2026-11-23', '2026-99-99T99:99:99Z', '1', 'Mon, 99 Foo 2026 12:00:30 GMT'])(
    'is not read out of "%s"',
    (text) => {
      expect(readDate(text)).toBeNull();
    },
  );
});

describe('a wait', () => {
  const now = Date.UTC(2026, 10, 23, 12, 0, 0);

  it('is read in each format', () => {
    expect(readWait('2m59.56s', 'duration')).toBe(179_560);
    expect(readWait('7', 'seconds')).toBe(7_000);
    expect(readWait('7', 'milliseconds')).toBe(7);
    expect(readWait(String(now / 1_000 + 5), 'epoch-seconds', now)).toBe(5_000);
    expect(readWait(String(now + 5), 'epoch-milliseconds', now)).toBe(5);
    expect(readWait('2026-11-23T12:00:30Z', 'date', now)).toBe(30_000);
    expect(readWait('Mon, 23 Nov 2026 12:00:30 GMT', 'date', now)).toBe(30_000);
  });

  it('is read by its shape where no format is given, or where the value is plainly written otherwise', () => {
    expect(readWait('2m59.56s')).toBe(179_560);
    expect(readWait('7.5')).toBe(7_500);
    expect(readWait(String(now / 1_000 + 5), undefined, now)).toBe(5_000);
    expect(readWait(String(now + 5), undefined, now)).toBe(5);
    expect(readWait('2m59.56s', 'seconds')).toBe(179_560);
    expect(readWait('7.5', 'duration')).toBe(7_500);
  });

  it('is nothing where a moment has passed, or where nobody said what time it is', () => {
    expect(readWait('2026-11-23T11:59:59Z', 'date', now)).toBeNull();
    expect(readWait(String(now - 1), undefined, now)).toBeNull();
    expect(readWait('2026-11-23T12:00:30Z', 'date')).toBeNull();
    expect(readWait(String(now + 5))).toBeNull();
  });

  it('never turns garbage into a number, in any format', () => {
    for (const format of formats) {
      for (const text of [
        '',
        'soon',
        '-1',
        '-1s',
        'NaN',
        'null',
        'Infinity',
        '1e99',
        '{}',
        '9'.repeat(30),
        '9'.repeat(400),
      ]) {
        expect(readWait(text, format, now), `${format} ${text}`).toBeNull();
      }
    }
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom(...formats),
        fc.option(fc.nat(2 ** 41), { nil: undefined }),
        (text, format, time) => isWait(readWait(text, format, time)),
      ),
    );
  });
});
