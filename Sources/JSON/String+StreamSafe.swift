extension String {
    /// Whether no letter has more marks than the Stream-Safe Text Format allows (UAX #15, section 13): 30.
    ///
    /// To compare two strings Swift puts each letter's marks into order, in a time that grows with the square of their
    /// number: of a megabyte of them, a minute.
    public var isStreamSafe: Bool {
        var marks = 0
        for scalar in unicodeScalars {
            // There are none below.
            let isMark = scalar.value >= 0x300 && scalar.properties.canonicalCombiningClass != .notReordered
            marks = isMark ? marks + 1 : 0
            if marks > 30 { return false }
        }
        return true
    }
}
