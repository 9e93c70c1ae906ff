import Calendaring
import CivilTime
import Testing

@Suite struct InvitationTests {
    let invitation: Invitation

    init() throws {
        invitation = Invitation(
            uid: "0192f3c4-0000-7000-8000-000000000001@interviews.example",
            sequence: 3,
            stamp: try #require(Instant(iso8601: "2026-11-22T10:00:00.5Z")),
            start: try #require(Instant(iso8601: "2026-11-23T05:00:00Z")),
            end: try #require(Instant(iso8601: "2026-11-23T05:10:00Z")),
            summary: "Interview: Engineer, Backend; at Acme",
            details: "Join here:\nhttps://example.com/\\x\r\nGood luck",
            location: "Online",
            url: "https://example.com/?session_key=abc,def;g",
            organizer: .init(name: "Acme \"HR\" Team", address: "hr@acme.example"),
            attendees: [.init(name: "Ravi; Kumar", address: "ravi@example.com")],
            reminders: [15]
        )
    }

    // RFC 5546, section 3.2.1: a published event names nobody who takes part.
    @Test func `an entry to take over is confirmed and has no attendee`() throws {
        let lines = unfolded(try invitation.text(.publish))

        #expect(lines.contains("METHOD:PUBLISH") && lines.contains("STATUS:CONFIRMED"))
        #expect(!lines.contains { $0.hasPrefix("ATTENDEE") })
        #expect(lines.contains("BEGIN:VALARM"))
    }

    @Test func `a request has everything a calendar needs`() throws {
        let lines = unfolded(try invitation.text(.request))

        #expect(
            lines == [
                "BEGIN:VCALENDAR", "PRODID:-//interviews//interviews//EN", "VERSION:2.0", "CALSCALE:GREGORIAN",
                "METHOD:REQUEST", "BEGIN:VEVENT", "UID:0192f3c4-0000-7000-8000-000000000001@interviews.example",
                "SEQUENCE:3", "DTSTAMP:20261122T100000Z", "DTSTART:20261123T050000Z", "DTEND:20261123T051000Z",
                #"SUMMARY:Interview: Engineer\, Backend\; at Acme"#,
                #"DESCRIPTION:Join here:\nhttps://example.com/\\x\nGood luck"#, "LOCATION:Online",
                "URL:https://example.com/?session_key=abc,def;g", "STATUS:CONFIRMED",
                "ORGANIZER;CN=Acme 'HR' Team:mailto:hr@acme.example",
                "ATTENDEE;CN=\"Ravi; Kumar\";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:"
                    + "mailto:ravi@example.com",
                "BEGIN:VALARM", "ACTION:DISPLAY", #"DESCRIPTION:Interview: Engineer\, Backend\; at Acme"#,
                "TRIGGER:-PT15M", "END:VALARM", "END:VEVENT", "END:VCALENDAR",
            ]
        )
    }

    @Test func `a cancellation cancels and reminds nobody`() throws {
        let lines = unfolded(try invitation.text(.cancel))

        #expect(lines.contains("METHOD:CANCEL"))
        #expect(lines.contains("STATUS:CANCELLED"))
        #expect(lines.contains("UID:0192f3c4-0000-7000-8000-000000000001@interviews.example"))
        #expect(!lines.contains("BEGIN:VALARM"))
    }

    @Test(arguments: ["é", "😀", "a", "漢字", "e\u{301}", "👩‍👩‍👧‍👦", "x "])
    func `long lines are folded between characters and come back whole`(piece: String) throws {
        var invitation = invitation
        for count in 20..<90 {
            invitation.summary = "|" + String(repeating: piece, count: count) + "|"

            let text = try invitation.text(.request)

            #expect(text.hasSuffix("END:VCALENDAR\r\n"))
            #expect(unfolded(text).contains("SUMMARY:\(invitation.summary)"))
            #expect(physicalLines(text).allSatisfy { $0.count <= 75 && String(validating: $0, as: UTF8.self) != nil })
        }
    }

    @Test(arguments: [
        "x\r\nATTENDEE:mailto:evil@example.com", "x\nEND:VEVENT", "x\rBEGIN:VALARM", "x\u{85}y", "x\0y", "\"x\"",
        "x\u{7F}",
    ])
    func `no text can begin a line of its own`(text: String) throws {
        var invitation = invitation
        invitation.uid = text
        invitation.summary = text
        invitation.details = text
        invitation.location = text
        invitation.organizer = .init(name: text, address: "hr@acme.example")
        invitation.attendees = [.init(name: text, address: "a@example.com")]
        let names = try unfolded(self.invitation.text(.request)).map(name)

        let lines = try unfolded(invitation.text(.request))

        #expect(lines.map(name) == names)
        #expect(lines.joined().unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
    }

    @Test(arguments: [
        "", "a b@example.com", "a@example.com\r\nX:y", "<a@example.com>", "a@example.com\0", "\"a\"@example.com",
    ])
    func `an address with other characters is refused`(address: String) {
        var invitation = invitation
        invitation.attendees = [.init(name: "A", address: address)]

        let error = #expect(throws: CalendaringError.self) { try invitation.text(.request) }

        #expect(error?.kind == .invalidAddress)
        #expect(error?.description.contains("example") == false)
    }

    private func physicalLines(_ text: String) -> [[UInt8]] {
        text.split(separator: "\r\n", omittingEmptySubsequences: false).map { Array($0.utf8) }
    }

    /// The content lines of RFC 5545, section 3.1.
    private func unfolded(_ text: String) -> [String] {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            bytes.append(byte)
            if bytes.suffix(3).elementsEqual("\r\n ".utf8) { bytes.removeLast(3) }
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").map(String.init)
    }

    private func name(of line: String) -> Substring { line.prefix { $0 != ":" && $0 != ";" } }
}
