import MailTestSupport
import SMTP
import Testing

/// Python's e-mail parser is the independent reader of what we write.
@Suite struct MessageTests {
    private func message(
        name: String = "Asha Rao",
        subject: String = "Interview Scheduled - Engineer at Acme",
        text: String = "Dear Asha,\n\nhello",
        html: String = "<p>hello</p>"
    ) throws -> [UInt8] {
        try Message(
            from: Mailbox(name: "Acme Hiring", address: EmailAddress("noreply@example.org")),
            to: Mailbox(name: name, address: EmailAddress("asha@example.org")),
            replyTo: Mailbox(address: EmailAddress("recruiter@example.org")),
            subject: subject,
            date: 1_795_410_000,
            id: MessageID("interview.1", domain: "example.org"),
            boundary: "abc123",
            text: text,
            html: html
        )
        .rendered()
    }

    @Test func `the fields and both bodies read as they were given`() throws {
        let bytes = try message()

        let summary = try TestRelay.parse(
            bytes,
            """
            '|'.join([m['From'], m['To'], m['Reply-To'], m['Subject'], m['Message-ID'], m['Auto-Submitted'],
            m.get_content_type(), str(m.defects), plain, html])
            """
        )
        #expect(
            summary == """
                Acme Hiring <noreply@example.org>|Asha Rao <asha@example.org>|recruiter@example.org|\
                Interview Scheduled - Engineer at Acme|<interview.1@example.org>|auto-generated|\
                multipart/alternative|[]|Dear Asha,\n\nhello|<p>hello</p>
                """
        )
    }

    @Test func `the same fields give the same bytes`() throws {
        #expect(try message() == message())
    }

    @Test(arguments: [
        "Asha Rao", "O'Brien", "Rao, Asha", "a \"quoted\" name", "back\\slash", "प्रिया शर्मा", "Jörg <evil@example.org>",
        "=?utf-8?B?ZXZpbA==?=", "Dr. Who", "日本語の名前がここに入りますとても長い名前なので折り返しが必要です",
        "👩‍💻 Engineer",
    ])
    func `any display name reads back and leaves the address alone`(name: String) throws {
        let bytes = try message(name: name)

        let read = try TestRelay.parse(
            bytes,
            """
            str(email.header.make_header(email.header.decode_header(email.utils.parseaddr(legacy['To'])[0])))
            + '|' + m['To'].addresses[0].addr_spec + '|' + str(len(m['To'].addresses))
            """
        )
        #expect(read == "\(name)|asha@example.org|1")
    }

    @Test(arguments: [
        "Interview Scheduled - Engineer at Acme", "साक्षात्कार निर्धारित - इंजीनियर, एक्मी में, और यह विषय काफी लंबा है",
        "=?utf-8?Q?fake?=", String(repeating: "long word ", count: 40) + "end", String(repeating: "x", count: 1200),
        "Ünï cödé " + String(repeating: "é", count: 200), "Tab and: colon; semicolon, \"quotes\"",
    ])
    func `any subject reads back, in short lines`(subject: String) throws {
        let bytes = try message(subject: subject)

        #expect(try TestRelay.parse(bytes, "m['Subject']") == subject)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
    }

    @Test(arguments: [
        "x\r\nBcc: evil@example.org", "x\nBcc: evil@example.org", "x\rBcc: evil@example.org",
        "x\r\n\r\nbody", "x\u{85}Bcc: e@example.org", "x\u{2028}Bcc: e@example.org", "\0", "x\u{0B}Bcc: e",
        "é\r\nBcc: e",
    ])
    func `no field can start a header of its own`(text: String) throws {
        let bytes = try message(name: text, subject: text)

        #expect(
            try TestRelay.parse(bytes, "','.join(m.keys())") == """
                Date,From,To,Reply-To,Subject,Message-ID,Auto-Submitted,MIME-Version,Content-Type
                """
        )
        #expect(try TestRelay.parse(bytes, "html") == "<p>hello</p>")
    }

    @Test(arguments: [
        "", "one line", "trailing space \nand tab\t\nend", "CR LF\r\nLF\nCR\rend", ".\n.\n..dots",
        "From here\nFrom there", "नमस्ते = 100% 👩‍💻", String(repeating: "word ", count: 500),
        String(repeating: "é", count: 900), "--=_abc123\nContent-Type: text/evil\n\nx", "\n\n\n",
    ])
    func `any body reads back with its line ends made equal`(text: String) throws {
        let bytes = try message(text: text)

        let expected = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        #expect(try TestRelay.parse(bytes, "plain") == expected)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.utf8.count <= 78 && !$0.utf8.contains(10) && !$0.utf8.contains(13) })
    }

    @Test(arguments: [
        0, 951_782_399, 951_782_400, 951_868_800, 1_709_164_800, 1_795_410_000, 4_102_444_799, -1, 68_169_600,
        1_735_689_599,
    ])
    func `the date is the one Python writes`(seconds: Int64) throws {
        var mail = try Message(
            from: Mailbox("a@example.org"),
            to: Mailbox("b@example.org"),
            subject: "x",
            date: seconds,
            id: MessageID("1", domain: "example.org"),
            boundary: "b",
            text: "",
            html: ""
        )
        mail.date = seconds

        let line = try TestRelay.parse(
            mail.rendered(),
            "m['Date'] + '|' + email.utils.format_datetime(m['Date'].datetime)"
        )
        let read = try TestRelay.parse(mail.rendered(), "int(m['Date'].datetime.timestamp())")
        #expect(line.split(separator: "|").first == line.split(separator: "|").last)
        #expect(read == "\(seconds)")
    }

    @Test(arguments: ["", "a b", "a\r\nb", "\"", String(repeating: "a", count: 61)])
    func `a boundary that could break the structure is refused`(boundary: String) throws {
        var mail = try Message(
            from: Mailbox("a@example.org"),
            to: Mailbox("b@example.org"),
            subject: "x",
            date: 0,
            id: MessageID("1", domain: "example.org"),
            boundary: "b",
            text: "",
            html: ""
        )
        mail.boundary = boundary

        #expect(throws: MailError.self) { try mail.rendered() }
        #expect(throws: MailError.self) { try MessageID(boundary + "@", domain: "example.org") }
    }
}
