import CivilTime
import Logging
import Observability
import Testing

@Suite struct LogLineTests {
    @Test func `the journal gets the priority, the message and the fields in order of their names`() {
        let line = LogLine.forJournal(.warning, "Mail deferred", ["reply": "421", "mail.id": "7"])

        #expect(line.text == "<4>Mail deferred mail.id=7 reply=421")
    }

    @Test func `a person gets time and level in words`() throws {
        let now = try #require(Instant(iso8601: "2026-01-02T03:04:05.000006Z"))

        let line = LogLine.forPeople(.info, "Serving", ["workers": "4"], at: now)

        #expect(line.text == "2026-01-02T03:04:05.000006Z INFO     Serving workers=4")
    }

    @Test(arguments: [
        ("two words", "\"two words\""), ("", "\"\""), ("a=b", "\"a=b\""), ("say \"hi\"", "\"say \\\"hi\\\"\""),
        ("back\\slash", "\"back\\\\slash\""), ("line\nbreak", "\"line\\nbreak\""), ("\u{1B}[31m", "\"\\u{1b}[31m\""),
        ("\u{2028}", "\"\\u{2028}\""), ("\u{202E}abc", "\"\\u{202e}abc\""), ("Zoë", "Zoë"),
    ])
    func `a value is one word or stands in quotation marks`(value: String, written: String) {
        #expect(LogLine.forJournal(.info, "x", ["k": "\(value)"]).text == "<6>x k=\(written)")
    }

    @Test func `an event's own field counts, not the common one`() {
        let line = LogLine.forJournal(.info, "x", ["a": "own"], ["a": "common", "b": "common"])

        #expect(line.text == "<6>x a=own b=common")
    }

    @Test func `a message with line breaks stays one line`() {
        #expect(LogLine.forJournal(.error, "a\n<0>b\r", [:]).text == "<3>a\\n<0>b\\r")
    }
}
