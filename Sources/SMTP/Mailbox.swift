/// An address with the name a reader sees, as in `Acme Hiring <jobs@example.org>`.
public struct Mailbox: Hashable, Sendable {
    public let name: String
    public let address: EmailAddress

    public init(name: String = "", address: EmailAddress) {
        self.name = name
        self.address = address
    }

    /// Reads `address`, `<address>`, `Name <address>` or `"Name" <address>`.
    public init(_ text: String) throws(MailError) {
        let trimmed = text.trimmingSpaces
        guard trimmed.hasSuffix(">"), let open = trimmed.lastIndex(of: "<") else {
            self.init(address: try EmailAddress(String(trimmed)))
            return
        }
        let address = trimmed[trimmed.index(after: open)...].dropLast()
        var name = trimmed[..<open].trimmingSpaces
        if name.count >= 2, name.hasPrefix("\""), name.hasSuffix("\"") { name = name.dropFirst().dropLast() }
        guard !name.contains(where: { "<>@".contains($0) }) else {
            throw .invalidAddress("One address is expected, with or without a name before it.")
        }
        self.init(name: String(name), address: try EmailAddress(String(address)))
    }
}

extension StringProtocol {
    var trimmingSpaces: SubSequence {
        guard let first = firstIndex(where: { $0 != " " }), let last = lastIndex(where: { $0 != " " }) else {
            return self[startIndex..<startIndex]
        }
        return self[first...last]
    }
}
