import CIcal
import CivilTime

extension Invitation {
    /// The iCalendar object (RFC 5545) to be sent as `text/calendar` with the same method.
    public func text(_ method: Method) throws(CalendaringError) -> String {
        Ical.prepare()
        let calendar = Component(ICAL_VCALENDAR_COMPONENT)
        unsafe calendar.add(Property(icalproperty_new_prodid("-//interviews//interviews//EN")))
        unsafe calendar.add(Property(icalproperty_new_version("2.0")))
        unsafe calendar.add(Property(icalproperty_new_calscale("GREGORIAN")))
        unsafe calendar.add(Property(icalproperty_new_method(method.ical)))
        calendar.add(try event(method))
        return calendar.text
    }

    private func event(_ method: Method) throws(CalendaringError) -> Component {
        let event = Component(ICAL_VEVENT_COMPONENT)
        unsafe event.add(Property(icalproperty_new_uid(uid.asLine)))
        unsafe event.add(Property(icalproperty_new_sequence(Int32(clamping: sequence))))
        unsafe event.add(Property(icalproperty_new_dtstamp(stamp.icalTime)))
        unsafe event.add(Property(icalproperty_new_dtstart(start.icalTime)))
        unsafe event.add(Property(icalproperty_new_dtend(end.icalTime)))
        unsafe event.add(Property(icalproperty_new_summary(summary.asLine)))
        unsafe event.add(Property(icalproperty_new_description(details.asLines)))
        if let location { unsafe event.add(Property(icalproperty_new_location(location.asLine))) }
        if let url { unsafe event.add(Property(icalproperty_new_url(try url.asToken()))) }
        let status = method == .cancel ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED
        unsafe event.add(Property(icalproperty_new_status(status)))
        event.add(try organizer.organizer())
        if method != .publish { for attendee in attendees { event.add(try attendee.attendee()) } }
        if method != .cancel { for minutes in reminders { event.add(alarm(before: minutes)) } }
        return event
    }

    private func alarm(before minutes: Int) -> Component {
        let alarm = Component(ICAL_VALARM_COMPONENT)
        unsafe alarm.add(Property(icalproperty_new_action(ICAL_ACTION_DISPLAY)))
        unsafe alarm.add(Property(icalproperty_new_description(summary.asLine)))
        let seconds = -60 * Int32(max(0, min(minutes, 366 * 24 * 60)))
        unsafe alarm.add(Property(icalproperty_new_trigger(icaltriggertype_from_int(seconds))))
        return alarm
    }
}

extension Invitation.Method {
    fileprivate var ical: icalproperty_method {
        switch self {
        case .request: ICAL_METHOD_REQUEST
        case .cancel: ICAL_METHOD_CANCEL
        case .publish: ICAL_METHOD_PUBLISH
        }
    }
}

extension Invitation.Person {
    fileprivate func organizer() throws(CalendaringError) -> Property {
        let property = unsafe Property(icalproperty_new_organizer("mailto:\(try address.asToken())"))
        unsafe property.add(icalparameter_new_cn(name.asParameter))
        return property
    }

    fileprivate func attendee() throws(CalendaringError) -> Property {
        let property = unsafe Property(icalproperty_new_attendee("mailto:\(try address.asToken())"))
        unsafe property.add(icalparameter_new_cn(name.asParameter))
        unsafe property.add(icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT))
        unsafe property.add(icalparameter_new_partstat(ICAL_PARTSTAT_NEEDSACTION))
        unsafe property.add(icalparameter_new_rsvp(ICAL_RSVP_TRUE))
        return property
    }
}

extension Instant {
    fileprivate var icalTime: icaltimetype {
        unsafe icaltime_from_timet_with_zone(time_t(seconds), 0, icaltimezone_get_utc_timezone())
    }
}

extension String {
    /// Line feeds and printable characters only.
    fileprivate var asLines: String {
        let text = split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n")
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 == "\n" || !$0.isControl }))
    }

    /// Control characters, line ends among them, become spaces.
    fileprivate var asLine: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.isControl ? " " : $0 }))
    }

    /// A line whose quotation marks have become apostrophes, since a parameter cannot hold any.
    fileprivate var asParameter: String {
        String(asLine.map { $0 == "\"" ? "'" : $0 })
    }

    /// An address or URL, which may hold neither spaces nor control characters nor delimiters.
    fileprivate func asToken() throws(CalendaringError) -> String {
        guard !isEmpty, unicodeScalars.allSatisfy({ !$0.isControl && !" \"<>".unicodeScalars.contains($0) }) else {
            throw CalendaringError(.invalidAddress, "An address of the invitation has characters no address has.")
        }
        return self
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { value < 0x20 || 0x7F..<0xA0 ~= value }
}
