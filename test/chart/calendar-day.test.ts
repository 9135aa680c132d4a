import { expect, test } from '@jest/globals';
import { calendarDay } from '../../src/chart/calendar-day.ts';
import { detailOf, emptyChart, post, serve, withPrefetch } from '../http/call-service.ts';

test.each([
  ['UTC', '2026-06-15T23:30:00Z', '2026-06-15'], ['Asia/Tokyo', '2026-06-15T23:30:00Z', '2026-06-16'], ['America/New_York', '2026-06-15T03:30:00Z', '2026-06-14'],
  ['Pacific/Kiritimati', '2026-12-31T10:00:00Z', '2027-01-01'], ['America/New_York', '2026-11-01T05:59:59Z', '2026-11-01'], ['Europe/Berlin', '2028-02-28T23:00:00Z', '2028-02-29'],
])('in %s it is at %s the day %s', (zone, moment, day) => {
  expect(calendarDay(new Date(moment), zone)).toBe(day);
});

test('TIME_ZONE decides the day of the decision, not the zone of the process', async () => {
  // The clock of these tests stands at noon, Greenwich.
  for (const [zone, day] of [['Pacific/Kiritimati', '2026-06-16'], ['Pacific/Pago_Pago', '2026-06-15'], ['UTC', '2026-06-15']] as const) {
    const { app } = serve({ environment: { TIME_ZONE: zone } });
    expect(detailOf(await post(withPrefetch(emptyChart), '/cds-services/imaging-advice', app))).toContain(`On ${day}`);
  }
});
