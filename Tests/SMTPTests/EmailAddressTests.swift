import SMTP
import Testing

@Suite struct EmailAddressTests {
    @Test(arguments: [
        "a@example.org", "first.last+tag@sub.example.co.in", "x@localhost", "o'brien@example.org",
        "!#$%&'*+/=?^_`{|}~-@example.org", "प्रिया@उदाहरण.भारत", "jörg@bücher.example",
        "\(String(repeating: "a", count: 64))@example.org",
    ])
    func `an ordinary address is taken as it is`(text: String) throws {
        let address = try EmailAddress(text)

        #expect(address.description == text)
    }

    @Test(arguments: [
        "", "@", "a@", "@example.org", "plain", "a@b@example.org", "a b@example.org", "a@exa mple.org",
        " a@example.org",
        "a@example.org ", ".a@example.org", "a.@example.org", "a..b@example.org", "a@.example.org", "a@example.org.",
        "a@-example.org", "a@example-.org", "a@exam_ple.org", "<a@example.org>", "a>@example.org", "a,b@example.org",
        "\"a\"@example.org", "a@[127.0.0.1]", "a;b@example.org", "a:b@example.org", "a\\b@example.org",
        "a(b)@example.org",
        "a\r\nRCPT TO:<evil@example.org>@example.org", "a@example.org\r\nDATA", "a\n@example.org", "a\0@example.org",
        "a\t@example.org", "a\u{7F}@example.org", "a\u{85}@example.org", "a\u{2028}@example.org", "a\u{A0}@example.org",
        "a\u{202E}@example.org", "a@example\u{200B}.org", "a@example.org\u{FEFF}",
        "\(String(repeating: "a", count: 65))@example.org",
        "a@\(String(repeating: "b", count: 64)).org",
        "a@\(String(repeating: "b.", count: 126))org",
    ])
    func `anything else is refused with a sentence`(text: String) {
        let error = #expect(throws: MailError.self) { try EmailAddress(text) }

        #expect(error?.kind == .invalidAddress)
        #expect(error?.message.isEmpty == false)
    }

    @Test(arguments: [
        ("a@bücher.example", "xn--bcher-kva.example"), ("a@BÜCHER.example", "xn--bcher-kva.example"),
        ("a@उदाहरण.परीक्षा", "xn--p1b6ci4b4b3a.xn--11b5bs3a9aj6g"), ("a@Example.org", "Example.org"),
    ])
    func `a domain has a form in ASCII`(text: String, domain: String) throws {
        #expect(try EmailAddress(text).asciiDomain == domain)
    }

    @Test func `only ASCII can go to a relay without SMTPUTF8`() throws {
        #expect(try EmailAddress("a@example.org").isASCII)
        #expect(try !EmailAddress("jörg@example.org").isASCII)
    }

    @Test(arguments: [
        ("jobs@example.org", ""), ("<jobs@example.org>", ""), ("Acme Hiring <jobs@example.org>", "Acme Hiring"),
        ("\"Acme, Inc.\" <jobs@example.org>", "Acme, Inc."), ("  Acme  <jobs@example.org>  ", "Acme"),
    ])
    func `a sender setting may carry a name`(text: String, name: String) throws {
        let mailbox = try Mailbox(text)

        #expect(mailbox.name == name)
        #expect(mailbox.address.description == "jobs@example.org")
    }

    @Test(arguments: ["", "Acme", "Acme <>", "Acme <jobs@example.org", "jobs@example.org>", "<a@b>, <c@d>"])
    func `a sender setting without an address is refused`(text: String) {
        #expect(throws: MailError.self) { try Mailbox(text) }
    }
}
