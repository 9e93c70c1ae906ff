/// What was made of a recording.
public struct MadeAnswer: Equatable, Sendable {
    /// The file's name beside the chunks: `answer.webm`.
    public let name: String
    /// As it was measured, not as the browser said.
    public let milliseconds: Int
    public let size: Int
    public let sha256: [UInt8]
    public let hasPoster: Bool
    public let hasWaveform: Bool
}
