import CivilTime
import Glibc
public import Logging

/// Writes each event as one line to standard error, in the form that its reader wants.
///
/// Any thread may log: a line is one `write`, which the kernel does not mix with another of less than 4096 bytes.
public struct StandardErrorLogHandler: LogHandler {
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]
    private let isJournal: Bool

    public init(logLevel: Logger.Level) {
        self.logLevel = logLevel
        isJournal = StandardErrorLogHandler.isConnectedToJournal
    }

    public subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let message = event.message.description
        let fields = event.metadata ?? [:]
        let line =
            isJournal
            ? LogLine.forJournal(event.level, message, fields, metadata)
            : LogLine.forPeople(event.level, message, fields, metadata, at: SystemClock.read())
        let bytes = line.bytes + [UInt8(ascii: "\n")]
        // Where the log cannot be written there is nowhere to say so.
        _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// Whether standard error is the very stream that systemd connected to the journal (systemd.exec(5)): the variable
    /// alone is inherited by whatever is started from a service.
    private static let isConnectedToJournal: Bool = {
        guard let named = unsafe getenv("JOURNAL_STREAM") else { return false }
        var status = stat()
        guard unsafe fstat(STDERR_FILENO, &status) == 0 else { return false }
        return unsafe String(cString: named) == "\(status.st_dev):\(status.st_ino)"
    }()
}
