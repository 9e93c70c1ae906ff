extension String {
    /// Whether no letter has more marks than the Stream-Safe Text Format allows (UAX #15, section 13): 30.
    ///
    /// To compare two strings Swift puts each letter's marks into order, in a time that grows with the square of their
    /// number: of a megabyte of them, a minute.
    public var isStreamSafe: Bool {
        // The first mark is U+0300, which begins with 0xCC.
        guard utf8.contains(where: { $0 >= 0xCC }) else { return true }
        var marks = 0
        for scalar in unicodeScalars {
            let isMark = scalar.properties.canonicalCombiningClass != .notReordered
            marks = isMark ? marks + 1 : 0
            if marks > 30 { return false }
        }
        return true
    }
}
