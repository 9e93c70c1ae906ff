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

    var isStopped: Bool { stop.isRaised }

    /// Waits for a connection or the stop signal.
    func wait() {
        var event = unsafe epoll_event()
        // Interrupted only by a debugger: the program's signals are blocked.
        while unsafe epoll_wait(epoll, &event, 1, -1) < 1 {}
    }

    /// Waits where the machine is short of descriptors or memory, or until the stop signal.
    func pause() { _ = stop.wait(milliseconds: 50) }

    private func watch(_ descriptor: Int32, _ events: UInt32) throws(FastCGIError) {
        var event = unsafe epoll_event()
        unsafe event.events = events
        guard unsafe epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0 else {
            throw FastCGIError(.initialize, code: errno)
        }
    }
}
