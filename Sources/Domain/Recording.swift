/// One start of a candidate's recorder: numbered chunks that are one media file when put together.
public struct Recording: Equatable, Sendable {
    public let id: RecordingID
    public let sessionID: SessionID
    public let questionPosition: Int
    /// As the browser named it, codecs included.
    public let mediaType: String
    /// The attempt at the answer that it was made for, which may be set aside by now; `nil` is the present one.
    public let attempt: Int?

    public init(
        id: RecordingID,
        sessionID: SessionID,
        questionPosition: Int,
        mediaType: String,
        attempt: Int? = nil
    ) {
        self.id = id
        self.sessionID = sessionID
        self.questionPosition = questionPosition
        self.mediaType = mediaType
        self.attempt = attempt
    }

    /// Whether these are the first bytes of the container that the recording was said to be in.
    public func beginsRight(_ bytes: [UInt8]) -> Bool {
        let container = mediaType.prefix { $0 != ";" }.lowercased()
        if container.contains("webm") { return bytes.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) }
        if container.contains("ogg") { return bytes.starts(with: Array("OggS".utf8)) }
        return [Array("ftyp".utf8), Array("styp".utf8)].contains(Array(bytes.dropFirst(4).prefix(4)))
    }

    /// The containers that browsers record into.
    public static let containers: Set<String> = ["video/webm", "audio/webm", "video/mp4", "audio/mp4", "audio/ogg"]

    /// Whether `mediaType` is one of the containers, with any codecs.
    public static func isSupported(_ mediaType: String) -> Bool {
        guard mediaType.utf8.count <= 100, mediaType.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) else { return false }
        let container = mediaType.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        return containers.contains(container)
    }
}
