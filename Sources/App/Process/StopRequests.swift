import Glibc

/// SIGTERM and SIGINT, received by waiting for them.
///
/// A signal that landed on a worker would cut the body it reads, so every signal is blocked before the first other
/// thread exists, and each thread inherits that.
struct StopRequests: Sendable {
    /// Blocks the signals for this thread and all that it starts from now on.
    static func block() -> StopRequests {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        for number in [SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2] { unsafe sigaddset(&signals, number) }
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        // A peer that has gone away is reported by the write that fails.
        signal(SIGPIPE, SIG_IGN)
        return StopRequests()
    }

    /// Waits for SIGTERM or SIGINT, and every `interval` microseconds does `meanwhile`; returns the signal's number.
    func wait(every interval: Int64?, _ meanwhile: () -> Void) -> Int32 {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGTERM)
        unsafe sigaddset(&signals, SIGINT)
        while true {
            let number: Int32
            if let interval {
                var time = timespec(tv_sec: Int(interval / 1_000_000), tv_nsec: Int(interval % 1_000_000) * 1000)
                number = unsafe sigtimedwait(&signals, nil, &time)
            } else {
                number = unsafe sigwaitinfo(&signals, nil)
            }
            if number > 0 { return number }
            if errno == EAGAIN { meanwhile() }
        }
    }
}
