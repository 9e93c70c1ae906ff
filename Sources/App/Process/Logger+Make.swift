import Logging
import Observability

extension Logger {
    /// The logger of this process, which writes to standard error.
    static func make(_ settings: Settings) -> Logger {
        Logger(label: "interviews") { _ in StandardErrorLogHandler(logLevel: settings.logLevel) }
    }
}
