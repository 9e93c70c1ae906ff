/// A WAV file whose lengths are right ("Multimedia Programming Interface and Data Specifications 1.0", RIFF).
///
/// A service that sends sound while it makes it writes lengths it cannot know yet, and not every browser plays that.
struct WaveSound {
    let bytes: [UInt8]

    /// `nil` unless `bytes` is a WAV file with some sound.
    init?(_ bytes: [UInt8]) {
        guard bytes.count > 44, bytes.starts(with: "RIFF".utf8), bytes[8..<12].elementsEqual("WAVE".utf8) else {
            return nil
        }
        var bytes = bytes
        WaveSound.write(bytes.count - 8, at: 4, in: &bytes)
        var chunk = 12
        while chunk + 8 <= bytes.count {
            let rest = bytes.count - chunk - 8
            let size = (0..<4).reduce(0) { $0 | Int(bytes[chunk + 4 + $1]) << ($1 * 8) }
            if bytes[chunk..<(chunk + 4)].elementsEqual("data".utf8) {
                guard rest > 0 else { return nil }
                if size == 0 || size > rest { WaveSound.write(rest, at: chunk + 4, in: &bytes) }
                self.bytes = bytes
                return
            }
            // A chunk of odd length is followed by a byte that does not count.
            chunk += 8 + size + size % 2
        }
        return nil
    }

    private static func write(_ number: Int, at index: Int, in bytes: inout [UInt8]) {
        for byte in 0..<4 { bytes[index + byte] = UInt8(truncatingIfNeeded: number >> (byte * 8)) }
    }
}
