// Reads a calendar with ical.js, the reader of Thunderbird and of web calendars, and says what it understood.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendars = JSON.parse(readFileSync(0, "utf8")).map((text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const zones = calendar.getAllSubcomponents("vtimezone").map((one) => new ICAL.Timezone(one));
  for (const zone of zones) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents("vevent").map((one) => {
    const event = new ICAL.Event(one);
    const value = (name) => one.getFirstPropertyValue(name);
    const address = (name) => one.getAllProperties(name).map((found) => ({ value: found.getFirstValue(), ...found.toJSON()[1] }));
    return {
      uid: event.uid,
      sequence: event.sequence,
      start: event.startDate.toJSDate().toISOString(),
      end: event.endDate.toJSDate().toISOString(),
      zone: event.startDate.zone.tzid,
      summary: event.summary,
      description: event.description,
      location: event.location,
      status: value("status"),
      transp: value("transp"),
      class: value("class"),
      organizer: address("organizer"),
      attendees: address("attendee"),
      conference: address("conference"),
      repeats: event.isRecurring(),
    };
  });
  for (const zone of zones) ICAL.TimezoneService.remove(zone.tzid);
  return { method: calendar.getFirstPropertyValue("method"), zones: zones.map((zone) => zone.tzid), events };
});
console.log(JSON.stringify(calendars));
