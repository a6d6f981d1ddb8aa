const DAY = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' })
const MINUTE = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short' })
const SECOND = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium' })

/** A date such as "Jan 1, 2027". Subscriptions begin and end at midnight UTC, so the day is the one in UTC. */
export function formatDay(date: string): string {
  return DAY.format(new Date(date))
}

/** A time such as "Jan 1, 2027, 10:15 AM", in the time zone of the browser. */
export function formatMinute(time: string): string {
  return MINUTE.format(new Date(time))
}

/** A time such as "Jan 1, 2027, 10:15:30 AM", in the time zone of the browser. */
export function formatSecond(time: string): string {
  return SECOND.format(new Date(time))
}
