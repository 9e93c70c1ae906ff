import Domain
import Testing

struct RecordingManifestTests {
    private func manifest(_ numbers: [Int], expected: Int?) -> RecordingManifest {
        let chunks = numbers.map { RecordingManifest.Chunk(number: $0, size: 10, sha256: [], endsAt: ($0 + 1) * 3000) }
        return RecordingManifest(chunks: chunks, expected: expected, milliseconds: expected.map { $0 * 3000 })
    }

    private func gaps(_ numbers: [Int], expected: Int?) -> [String] {
        manifest(numbers, expected: expected).gaps(chunkMilliseconds: 3000).map { gap in
            let chunks = gap.chunks.map { "\($0.lowerBound)-\($0.upperBound)" } ?? "?"
            return "\(chunks) \(gap.from.map(String.init) ?? "?")..\(gap.until.map(String.init) ?? "?")"
        }
    }

    @Test func `a whole recording has no gap`() {
        #expect(gaps([0, 1, 2], expected: 3) == [])
        #expect(gaps([], expected: 0) == [])
        #expect(manifest([0, 1, 2], expected: 3).size == 30)
    }

    @Test(
        arguments: [
            ([0, 3], 4, ["1-2 3000..?"]), ([1], 2, ["0-0 0..?"]), ([0, 1], 4, ["2-3 6000..12000"]),
            ([2], 5, ["0-1 0..?", "3-4 9000..15000"]), ([], 2, ["0-1 0..6000"]),
        ] as [([Int], Int, [String])]
    )
    func `what is missing is told, with where it was`(numbers: [Int], expected: Int, gaps: [String]) {
        #expect(self.gaps(numbers, expected: expected) == gaps)
    }

    @Test func `of a recording that never ended, a chunk at most is lost`() {
        #expect(gaps([0, 1], expected: nil) == ["? 6000..9000"])
        #expect(gaps([], expected: nil) == ["? 0..3000"])
    }

    @Test func `where the browser did not say when, nor does the gap`() {
        let chunks = [0, 2].map { RecordingManifest.Chunk(number: $0, size: 1, sha256: [], endsAt: nil) }
        let manifest = RecordingManifest(chunks: chunks, expected: nil, milliseconds: nil)

        #expect(
            manifest.gaps(chunkMilliseconds: 3000) == [
                .init(chunks: 1...1, from: nil, until: nil), .init(chunks: nil, from: nil, until: nil),
            ]
        )
    }

    @Test(
        arguments: [
            ("video/webm;codecs=vp8", [0x1A, 0x45, 0xDF, 0xA3, 1], true), ("audio/webm", [0x1A, 0x45, 0xDF], false),
            ("audio/ogg", Array("OggS..".utf8), true), ("audio/ogg", Array("Oggs..".utf8), false),
            ("video/mp4", [0, 0, 0, 32] + Array("ftypisom".utf8), true),
            ("video/mp4", [0x1A, 0x45, 0xDF, 0xA3], false),
            ("video/webm", Array("<html>".utf8), false), ("audio/mp4", [], false),
        ] as [(String, [UInt8], Bool)]
    )
    func `a container is known by its first bytes`(type: String, bytes: [UInt8], isRight: Bool) {
        let recording = Recording(
            id: RecordingID(trusted: "r"),
            sessionID: SessionID(trusted: "s"),
            questionPosition: 1,
            mediaType: type
        )
        #expect(recording.beginsRight(bytes) == isRight)
    }
}
