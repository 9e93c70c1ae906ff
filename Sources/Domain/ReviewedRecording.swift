public import CivilTime

/// A recording as those see it who review the interview.
public struct ReviewedRecording: Equatable, Sendable {
    /// How far the work on it is.
    public enum State: String, Sendable {
        /// Chunks may still come, or it has not had its turn.
        case waiting
        case made, empty, failed
        /// Its time was over or somebody deleted it: nobody is shown it, and its files go, or have gone.
        case deleting, deleted
    }

    /// What was made of it.
    public struct Media: Equatable, Sendable {
        /// The file's name beside the chunks.
        public let name: String
        public let milliseconds: Int
        public let size: Int
        public let sha256: [UInt8]
        public let hasPoster: Bool
        public let hasWaveform: Bool

        public init(
            name: String,
            milliseconds: Int,
            size: Int,
            sha256: [UInt8],
            hasPoster: Bool,
            hasWaveform: Bool
        ) {
            self.name = name
            self.milliseconds = milliseconds
            self.size = size
            self.sha256 = sha256
            self.hasPoster = hasPoster
            self.hasWaveform = hasWaveform
        }
    }

    public let recording: Recording
    public let questionText: String
    public let attempt: Int
    public let createdAt: Instant
    public let finishedAt: Instant?
    public let state: State
    /// `nil` until it was made, and once the recording is deleted.
    public let media: Media?
    public let manifest: RecordingManifest

    public init(
        recording: Recording,
        questionText: String,
        attempt: Int,
        createdAt: Instant,
        finishedAt: Instant?,
        state: State,
        media: Media?,
        manifest: RecordingManifest
    ) {
        self.recording = recording
        self.questionText = questionText
        self.attempt = attempt
        self.createdAt = createdAt
        self.finishedAt = finishedAt
        self.state = state
        self.media = state == .deleting || state == .deleted ? nil : media
        self.manifest = manifest
    }
}
