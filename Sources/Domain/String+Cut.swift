extension String {
    /// At most `limit` code points of it, which is what a column counts: one letter may have any number of marks.
    public func cut(to limit: Int) -> String { String(String.UnicodeScalarView(unicodeScalars.prefix(limit))) }
}
