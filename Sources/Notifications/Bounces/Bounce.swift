public import Domain

/// A delivery status notification (RFC 3464), as a mail server sends it to the return address.
public struct Bounce: Equatable, Sendable {
    /// The largest message that is looked at; the returned text of ours is far smaller.
    public static let longest = 4 << 20

    public let report: DeliveryReport
    /// From the return address that it came to.
    public let returnToken: String?
    /// Of our message, as far as it was returned.
    public let messageID: String?

    /// `nil` for mail that is no such notification: an answer by hand, an absence, spam.
    ///
    /// `recipient` is the address that the mail server took it for, if it says so.
    public init?(_ message: [UInt8], recipient: String?) {
        let whole = MailPart(message.prefix(Bounce.longest))
        let parts = whole.parts.flatMap { $0.parts.isEmpty ? [$0] : $0.parts }
        guard let status = parts.first(where: { $0.type == "message/delivery-status" }),
            let report = Bounce.report(in: status.body)
        else { return nil }
        self.report = report
        let headers = ["delivered-to", "x-original-to", "envelope-to", "to"].flatMap(whole.values)
        returnToken = ReturnAddress.token(in: [recipient].compactMap(\.self) + headers)
        let returned = parts.first { ["message/rfc822", "text/rfc822-headers", "message/global"].contains($0.type) }
        messageID = returned.flatMap { MailPart($0.body).value("message-id") }
            .map { String($0.prefix(255)) }
    }

    /// The report about the recipient; of several the worst, for each of our messages has one recipient only.
    ///
    /// The fields come in groups with an empty line between: one about the message, then one for each recipient.
    private static func report(in body: ArraySlice<UInt8>) -> DeliveryReport? {
        var reports: [DeliveryReport] = []
        var rest = body
        while !rest.isEmpty, reports.count < 50 {
            let group = MailPart(rest)
            rest = group.body
            guard let text = group.value("action"),
                let action = DeliveryReport.Action(rawValue: text.prefix { $0.isLetter }.lowercased())
            else { continue }
            reports.append(
                DeliveryReport(
                    action: action,
                    status: status(group.value("status") ?? "", action),
                    diagnostic: visible(group.value("diagnostic-code") ?? "", limit: 500)
                )
            )
        }
        return reports.first(where: \.isBounce) ?? reports.first
    }

    /// Three numbers with dots between; a comment after them is dropped, and a text without them tells only success or not.
    private static func status(_ text: String, _ action: DeliveryReport.Action) -> String {
        let code = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let isCode = code.split(separator: ".", omittingEmptySubsequences: false).count == 3 && code.utf8.count <= 11
        return isCode ? String(code) : action == .failed ? "5.0.0" : "2.0.0"
    }

    private static func visible(_ text: String, limit: Int) -> String {
        String(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.map(Character.init).prefix(limit))
    }
}
