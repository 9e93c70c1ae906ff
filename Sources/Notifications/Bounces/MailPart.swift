/// A header and what follows it, read leniently: what comes back through mail servers keeps few rules.
struct MailPart {
    /// Names in lower case, in their order; folded lines are joined.
    let fields: [(name: String, value: String)]
    let body: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        var fields: [(name: String, value: String)] = []
        var rest = bytes
        while !rest.isEmpty {
            let line = MailPart.takeLine(&rest)
            if line.isEmpty { break }
            let text = String(decoding: line, as: UTF8.self)
            if text.first == " " || text.first == "\t", !fields.isEmpty {
                fields[fields.count - 1].value += " " + text.trimmingBlanks
            } else if let colon = text.firstIndex(of: ":") {
                let name = text[..<colon].trimmingBlanks.lowercased()
                fields.append((name, String(text[text.index(after: colon)...].trimmingBlanks)))
            }
            if fields.count > 500 { break }
        }
        self.fields = fields
        body = rest
    }

    func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// As in `multipart/report`, in lower case.
    var type: String {
        (value("content-type") ?? "text/plain").prefix { $0 != ";" }.trimmingBlanks.lowercased()
    }

    /// The parts between the boundaries; none if it is no multipart.
    var parts: [MailPart] {
        guard type.hasPrefix("multipart/"), let boundary = parameter("boundary"), !boundary.isEmpty else { return [] }
        let mark = Array("--\(boundary)".utf8)
        var parts: [MailPart] = []
        var start: Int?
        var rest = body
        while !rest.isEmpty, parts.count < 50 {
            let lineStart = rest.startIndex
            let line = MailPart.takeLine(&rest)
            guard line.starts(with: mark) else { continue }
            if let start { parts.append(MailPart(body[start..<lineStart])) }
            start = rest.startIndex
            if line.dropFirst(mark.count).starts(with: "--".utf8) { return parts }
        }
        if let start, start < body.endIndex { parts.append(MailPart(body[start...])) }
        return parts
    }

    private func parameter(_ name: String) -> String? {
        guard let type = value("content-type") else { return nil }
        for part in type.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].trimmingBlanks.lowercased() == name else { continue }
            let value = pair[1].trimmingBlanks
            return value.hasPrefix("\"") ? String(value.dropFirst().prefix { $0 != "\"" }) : String(value)
        }
        return nil
    }

    /// The bytes up to the next line end, which is taken too.
    static func takeLine(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
        var line = rest[rest.startIndex..<end]
        rest = end < rest.endIndex ? rest[(end + 1)...] : rest[rest.endIndex...]
        if line.last == 0x0D { line = line.dropLast() }
        return line
    }
}

extension StringProtocol {
    var trimmingBlanks: SubSequence {
        let isBlank = { (character: Character) in character == " " || character == "\t" || character == "\r" }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return self[startIndex..<startIndex]
        }
        return self[first...last]
    }
}
