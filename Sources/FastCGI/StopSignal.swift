internal import CFastCGI
internal import Glibc
internal import Synchronization

/// Tells every thread that watches it to finish, once and for good.
///
/// An `eventfd` that stays readable after `raise`, so that it can stand in a `poll` or `epoll` beside other
/// descriptors. Any thread may use it.
public final class StopSignal: Sendable {
    let descriptor: Int32
    /// The same for those who do not wait: asking costs no system call.
    private let raised = Atomic(false)

    public init() throws(FastCGIError) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else { throw FastCGIError(.initialize, code: errno) }
    }

    deinit { close(descriptor) }

    public func raise() {
        raised.store(true, ordering: .releasing)
        // Fails only when the counter is full, and then it is raised already.
        _ = eventfd_write(descriptor, 1)
    }

    public var isRaised: Bool { raised.load(ordering: .acquiring) }

    /// Waits until it is raised, which answers `true`, or the time is over.
    public func wait(milliseconds: Int32) -> Bool {
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&wait, 1, milliseconds) > 0
    }
}
