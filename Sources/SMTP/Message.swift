/// A mail with a plain text and an HTML form of the same content.
///
/// The bytes depend on nothing but the fields, so that every attempt and every process sends the same.
public struct Message: Sendable {
    public var from: Mailbox
    public var to: Mailbox
    public var replyTo: Mailbox?
    public var subject: String
    /// Seconds since 1970.
    public var date: Int64
    public var id: MessageID
    /// Letters and digits that tell this message's parts apart.
    public var boundary: String
    public var text: String
    public var html: String

    public init(
        from: Mailbox,
        to: Mailbox,
        replyTo: Mailbox? = nil,
        subject: String,
        date: Int64,
        id: MessageID,
        boundary: String,
        text: String,
        html: String
    ) {
        self.from = from
        self.to = to
        self.replyTo = replyTo
        self.subject = subject
        self.date = date
        self.id = id
        self.boundary = boundary
        self.text = text
        self.html = html
    }

    /// The message as it goes to the relay: CR LF, ASCII but for internationalised addresses, short lines.
    public func rendered() throws(MailError) -> [UInt8] {
        guard (1...60).contains(boundary.utf8.count), boundary.utf8.allSatisfy(MessageID.isToken) else {
            throw .invalidMessage("A boundary is made of up to 60 letters, digits, dots, hyphens and underscores.")
        }
        // "=_" cannot occur in quoted-printable text, so no part can hold the boundary.
        let mark = "=_\(boundary)"
        var lines = [
            "Date: \(MailDate.text(date))",
            Header.mailbox("From", from),
            Header.mailbox("To", to),
        ]
        if let replyTo { lines.append(Header.mailbox("Reply-To", replyTo)) }
        lines += [
            Header.unstructured("Subject", subject),
            "Message-ID: \(id)",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: multipart/alternative;\r\n boundary=\"\(mark)\"",
            "",
        ]
        for (type, body) in [("text/plain", text), ("text/html", html)] {
            lines += [
                "--\(mark)",
                "Content-Type: \(type); charset=utf-8",
                "Content-Transfer-Encoding: quoted-printable",
                "",
                QuotedPrintable.encode(body),
            ]
        }
        lines += ["--\(mark)--", ""]
        return Array(lines.joined(separator: "\r\n").utf8)
    }
}
