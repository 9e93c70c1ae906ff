import CIcal

/// libical, made ready before its first use.
///
/// Its functions may be called on any thread, each object by one thread at a time; `icalerrno` is a thread's own.
enum Ical {
    /// Whether the setting has been made; libical's default is to abort the process on malformed input.
    private static let isReady = {
        icalerror_set_errors_are_fatal(0)
        return icalerror_get_errors_are_fatal() == 0
    }()

    static func prepare() {
        precondition(isReady, "icalerror_set_errors_are_fatal cannot fail")
    }
}
