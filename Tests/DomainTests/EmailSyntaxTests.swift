import Domain
import Testing

@Suite struct EmailSyntaxTests {
    @Test(arguments: [
        "a@b.co", "first.last+tag@mail.example", "O'Neil@x-y.example", "रमेश@उदाहरण.भारत", "a@xn--bcher-kva.example",
        String(repeating: "a", count: 64) + "@b.co",
    ])
    func `what a server will take is valid`(address: String) { #expect(EmailSyntax.isValid(address)) }

    @Test(arguments: [
        "", "a", "@", "a@", "@b.co", "a@b", "a@b@c.co", ".a@b.co", "a.@b.co", "a..b@c.co", "a b@c.co", "a@b..co",
        "a@.b.co",
        "a@b.co.", "a@-b.co", "a@b-.co", "a@b_c.co", "\"a\"@b.co", "a@[127.0.0.1]", "a\r\nBcc: x@b.co", "a@b.co\n",
        "a@\u{0301}b.co", "a\u{202E}@b.co", "a@b\u{200B}.co", String(repeating: "a", count: 65) + "@b.co",
        "a@" + String(repeating: "b", count: 64) + ".co", "a@" + String(repeating: "b.", count: 130) + "co",
    ])
    func `what it will not take, or what breaks a header, is not`(address: String) {
        #expect(!EmailSyntax.isValid(address))
    }
}
