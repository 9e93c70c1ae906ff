internal import CFastCGI
internal import Glibc

/// One worker's view of the listening socket and the stop signal.
///
/// Each worker has an `epoll` of its own with `EPOLLEXCLUSIVE`, so that a connection wakes one of them: polled by 64
/// threads, one socket carries a quarter of the requests. Used by one thread.
struct AcceptQueue: ~Copyable {
    private let epoll: Int32
    private let stop: StopSignal

    init(_ listener: Listener, until stop: StopSignal) throws(FastCGIError) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        self.stop = stop
        guard epoll >= 0 else { throw FastCGIError(.initialize, code: errno) }
        try watch(listener.descriptor, EPOLLIN.rawValue | EPOLLEXCLUSIVE.rawValue)
        try watch(stop.descriptor, EPOLLIN.rawValue)
    }

    deinit { close(epoll) }

    /// Waits for a connection, which answers `true`, or the stop signal, which goes first.
    func wait() -> Bool {
        var event = unsafe epoll_event()
        // Interrupted only by a debugger: the program's signals are blocked.
        while unsafe epoll_wait(epoll, &event, 1, -1) < 1 {}
        return !stop.isRaised
    }

    /// Waits where the machine is short of descriptors or memory: `true` when it is time to try again.
    func pause() -> Bool { !stop.wait(milliseconds: 50) }

    private func watch(_ descriptor: Int32, _ events: UInt32) throws(FastCGIError) {
        var event = unsafe epoll_event()
        unsafe event.events = events
        guard unsafe epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0 else {
            throw FastCGIError(.initialize, code: errno)
        }
    }
}
