import FastCGI
import Glibc
import Synchronization

/// A responder on a unix socket of its own, with a thread for each worker.
final class Responder: Sendable {
    typealias Handler = @Sendable (inout RequestSlot) -> Void

    let path: String
    private let stopSignal: StopSignal
    /// Guards the threads, which `stop` takes and joins.
    private let threads = Mutex<[pthread_t]>([])

    init(workers: Int = 1, _ handler: @escaping Handler) throws {
        try FastCGILibrary.prepare()
        path = "/tmp/fastcgi-test-\(getpid())-\(UInt32.random(in: 0 ... .max)).sock"
        let listener = try Listener(path: path, backlog: 128)
        let stop = try StopSignal()
        stopSignal = stop
        for _ in 0..<workers {
            let thread = Responder.start {
                do {
                    var slot = try RequestSlot(listener, until: stop)
                    while try slot.accept() { handler(&slot) }
                } catch {
                    fatalError("the worker ended: \(error)")
                }
            }
            threads.withLock { $0.append(thread) }
        }
    }

    deinit {
        stop()
        unsafe unlink(path)
    }

    func client() -> FastCGIClient { FastCGIClient(path: path) }

    func askToStop() { stopSignal.raise() }

    /// Asks the workers to stop and waits until all have.
    func stop() {
        askToStop()
        for thread in threads.withLock({ threads in
            defer { threads = [] }
            return threads
        }) { pthread_join(thread, nil) }
    }

    private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t {
        var thread = pthread_t()
        let box = unsafe Unmanaged.passRetained(Box(body))
        let status = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                if let argument = unsafe argument {
                    unsafe Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
                }
                return nil
            },
            box.toOpaque()
        )
        precondition(status == 0, "pthread_create: \(status)")
        return thread
    }

    private final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}

extension RequestSlot {
    /// Answers 200 with `text`, in tests whose headers are harmless.
    mutating func say(_ text: String) {
        do {
            _ = try respond(status: 200, headers: [(name: "Content-Type", value: "text/plain")], body: Array(text.utf8))
        } catch {
            fatalError("\(error)")
        }
    }
}
