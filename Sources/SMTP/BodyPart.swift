/// A part of a message (RFC 2045): its own header fields, an empty line and its body.
struct BodyPart {
    let lines: [String]

    /// Text that stays readable in the message's source.
    init(type: String, quoted text: String) {
        lines = [
            "Content-Type: \(type)", "Content-Transfer-Encoding: quoted-printable", "", QuotedPrintable.encode(text),
        ]
    }

    /// A file beside the message; the name is made of ASCII letters and dots.
    init(type: String, file name: String, _ text: String) {
        lines =
            [
                "Content-Type: \(type)",
                "Content-Disposition: attachment; filename=\"\(name)\"",
                "Content-Transfer-Encoding: base64",
                "",
            ] + Base64.lines(Array(text.utf8))
    }

    /// Parts in one; "=_" cannot occur in quoted-printable text or base64, so no part can hold the boundary.
    init(_ kind: String, of parts: [BodyPart], boundary: String) {
        let mark = "=_\(boundary)"
        lines =
            ["Content-Type: multipart/\(kind);\r\n boundary=\"\(mark)\"", ""]
            + parts.flatMap { ["--\(mark)"] + $0.lines } + ["--\(mark)--", ""]
    }
}
