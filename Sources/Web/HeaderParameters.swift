/// A header value with parameters, such as `form-data; name="a"; filename="b"`.
struct HeaderParameters {
    let value: String
    private var parameters: [(name: String, value: String)] = []

    /// Reads what it can: a parameter without a value ends the reading.
    ///
    /// In a quoted value `\"` is a quote and every other backslash itself, since browsers write Windows paths so;
    /// `%22`, `%0D` and `%0A` are what browsers make of quotes and line breaks.
    init(_ text: String) {
        var rest = text[...]
        let end = rest.firstIndex(of: ";") ?? rest.endIndex
        value = String(rest[..<end].trimmingSpaces)
        rest = rest[end...].dropFirst()
        while let equals = rest.firstIndex(of: "=") {
            let name = rest[..<equals].trimmingSpaces.lowercased()
            rest = rest[rest.index(after: equals)...].drop { $0 == " " || $0 == "\t" }
            if rest.first == "\"" {
                guard let quoted = HeaderParameters.quoted(&rest) else { return }
                parameters.append((name, quoted))
            } else {
                let end = rest.firstIndex(of: ";") ?? rest.endIndex
                parameters.append((name, String(rest[..<end].trimmingSpaces)))
                rest = rest[end...]
            }
            rest = (rest.firstIndex(of: ";").map { rest[$0...] } ?? "").dropFirst()
        }
    }

    /// The first parameter of that lower-case name.
    subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// Takes a quoted value from the front, or `nil` if its end is missing.
    private static func quoted(_ rest: inout Substring) -> String? {
        var out = ""
        var index = rest.index(after: rest.startIndex)
        while index < rest.endIndex {
            let character = rest[index]
            let next = rest.index(after: index)
            if character == "\"" {
                rest = rest[next...]
                return unescaped(out)
            }
            if character == "\\", next < rest.endIndex, rest[next] == "\"" {
                out.append("\"")
                index = rest.index(after: next)
            } else {
                out.append(character)
                index = next
            }
        }
        return nil
    }

    private static func unescaped(_ text: String) -> String {
        var out = ""
        var rest = text[...]
        while let percent = rest.firstIndex(of: "%") {
            out += rest[..<percent]
            rest = rest[percent...]
            switch rest.prefix(3).uppercased() {
            case "%22": out.append("\"")
            case "%0D": out.append("\r")
            case "%0A": out.append("\n")
            default:
                out.append("%")
                rest = rest.dropFirst()
                continue
            }
            rest = rest.dropFirst(3)
        }
        return out + rest
    }
}
