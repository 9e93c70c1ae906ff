/// Which bytes of a recording have arrived, and where some are missing.
public struct RecordingManifest: Equatable, Sendable {
    /// A chunk that is safe.
    public struct Chunk: Equatable, Sendable {
        public let number: Int
        public let size: Int
        public let sha256: [UInt8]
        /// Milliseconds from the recording's start to the chunk's end, where the browser said.
        public let endsAt: Int?

        public init(number: Int, size: Int, sha256: [UInt8], endsAt: Int?) {
            self.number = number
            self.size = size
            self.sha256 = sha256
            self.endsAt = endsAt
        }
    }

    /// A part of the recording that is not there.
    public struct Gap: Equatable, Sendable {
        /// Numbers of the missing chunks; none for what was lost with the browser, which nobody has counted.
        public let chunks: ClosedRange<Int>?
        /// Milliseconds from the recording's start, where they are known.
        public let from: Int?
        public let until: Int?

        public init(chunks: ClosedRange<Int>?, from: Int?, until: Int?) {
            self.chunks = chunks
            self.from = from
            self.until = until
        }
    }

    /// In the order of their numbers.
    public let chunks: [Chunk]
    /// How many the browser has made; `nil` when it never came to say so.
    public let expected: Int?
    /// The recording's length as the browser counted it; `nil` as long as `expected` is.
    public let milliseconds: Int?

    public init(chunks: [Chunk], expected: Int?, milliseconds: Int?) {
        self.chunks = chunks
        self.expected = expected
        self.milliseconds = milliseconds
    }

    public var size: Int { chunks.reduce(0) { $0 + $1.size } }

    /// What is missing, in order.
    ///
    /// `chunkMilliseconds` is what a browser loses at most when it dies.
    public func gaps(chunkMilliseconds: Int) -> [Gap] {
        guard expected == nil else { return gaps }
        let from = chunks.isEmpty ? 0 : chunks.last?.endsAt
        return gaps + [Gap(chunks: nil, from: from, until: from.map { $0 + chunkMilliseconds })]
    }

    /// The chunks between and after those that are there, as far as they were counted.
    private var gaps: [Gap] {
        var gaps: [Gap] = []
        var (next, end) = (0, Int?.some(0))
        for chunk in chunks {
            if chunk.number > next { gaps.append(Gap(chunks: next...chunk.number - 1, from: end, until: nil)) }
            (next, end) = (chunk.number + 1, chunk.endsAt)
        }
        if let expected, expected > next {
            gaps.append(Gap(chunks: next...expected - 1, from: end, until: milliseconds))
        }
        return gaps
    }
}
