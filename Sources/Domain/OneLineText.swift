/// The rule for names, titles and other texts of one line.
public enum OneLineText {
    /// Whether there are line breaks or control characters in it, or those that change the direction of writing: with
    /// them a name shows as another than it is.
    ///
    /// Marks that join and part letters belong to some scripts.
    public static func hasControls(_ text: String) -> Bool { text.unicodeScalars.contains(where: isControl) }

    /// The text without them.
    public static func cleaned(_ text: String) -> String {
        var cleaned = String.UnicodeScalarView()
        cleaned.append(contentsOf: text.unicodeScalars.filter { !isControl($0) })
        return String(cleaned)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        }
    }
}
