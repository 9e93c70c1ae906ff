import Glibc

/// Lets so many threads pass at a time; any thread may use it.
///
/// `@unchecked Sendable` because a `sem_t` is made to be shared between threads.
@safe final class Semaphore: @unchecked Sendable {
    /// On the heap, since a `sem_t` must not move.
    private let handle: UnsafeMutablePointer<sem_t>

    init(count: UInt32) {
        unsafe handle = .allocate(capacity: 1)
        let code = unsafe sem_init(handle, 0, count)
        precondition(code == 0, "sem_init refuses only counts above SEM_VALUE_MAX")
    }

    deinit {
        unsafe sem_destroy(handle)
        unsafe handle.deallocate()
    }

    func wait() {
        // Interrupted by a signal, sem_wait has taken nothing.
        while unsafe sem_wait(handle) != 0 {}
    }

    func signal() {
        let code = unsafe sem_post(handle)
        precondition(code == 0, "sem_post without sem_wait")
    }
}
