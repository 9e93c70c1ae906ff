/// A mail with a plain text and an HTML form of the same content, and a calendar's form of it where there is one.
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
    public var calendar: CalendarPart?
    /// The address that ends mail of this kind by a POST (RFC 8058), for mail that one can do without.
    public var unsubscribe: String?

    public init(
        from: Mailbox,
        to: Mailbox,
        replyTo: Mailbox? = nil,
        subject: String,
        date: Int64,
        id: MessageID,
        boundary: String,
        text: String,
        html: String,
        calendar: CalendarPart? = nil
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
        self.calendar = calendar
    }

    /// The message as it goes to the relay: CR LF, ASCII but for internationalised addresses, short lines.
    public func rendered() throws(MailError) -> [UInt8] {
        guard (1...60).contains(boundary.utf8.count), boundary.utf8.allSatisfy(MessageID.isToken) else {
            throw .invalidMessage("A boundary is made of up to 60 letters, digits, dots, hyphens and underscores.")
        }
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
        ]
        lines += try unsubscribeLines()
        lines += content.lines
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private func unsubscribeLines() throws(MailError) -> [String] {
        guard let unsubscribe else { return [] }
        guard unsubscribe.utf8.count < 900, unsubscribe.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x3E }) else {
            throw .invalidMessage("The address that ends mail is no URL in ASCII.")
        }
        return ["List-Unsubscribe:\r\n <\(unsubscribe)>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"]
    }

    /// Clients show the last form that they understand, so the calendar's comes last; others offer the attached file.
    ///
    /// Neither boundary begins with the other, since readers compare the beginnings of lines.
    private var content: BodyPart {
        var forms = [
            BodyPart(type: "text/plain; charset=utf-8", quoted: text),
            BodyPart(type: "text/html; charset=utf-8", quoted: html),
        ]
        guard let calendar else { return BodyPart("alternative", of: forms, boundary: boundary) }
        forms.append(
            BodyPart(type: "text/calendar; charset=utf-8; method=\(calendar.method.rawValue)", quoted: calendar.text)
        )
        let file = BodyPart(type: "application/ics; name=\"invite.ics\"", file: "invite.ics", calendar.text)
        let alternative = BodyPart("alternative", of: forms, boundary: "forms-\(boundary)")
        return BodyPart("mixed", of: [alternative, file], boundary: boundary)
    }
}

/// An iCalendar object that a mail carries (RFC 6047); `method` is the one that the object names itself.
public struct CalendarPart: Equatable, Sendable {
    public enum Method: String, Sendable {
        case request = "REQUEST"
        case cancel = "CANCEL"
    }

    public let method: Method
    public let text: String

    public init(method: Method, text: String) {
        self.method = method
        self.text = text
    }
}
