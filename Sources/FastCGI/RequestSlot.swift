internal import CFastCGI
internal import Glibc

/// A worker's place at the listening socket, reused for every request it serves.
///
/// libfcgi's streams keep a pointer back to their `FCGX_Request`, so the C struct lives on the heap: a Swift struct may
/// be moved, and the pointer would dangle. Made and used by one thread; every request ends with `respond` or `finish`.
@safe
public struct RequestSlot: ~Copyable {
    let request: UnsafeMutablePointer<FCGX_Request>
    private let queue: AcceptQueue
    /// Whether the request has been read to its end, so that nginx has nothing on its way to us any more.
    var isReadToEnd = false

    public init(_ listener: Listener, until stop: StopSignal) throws(FastCGIError) {
        let queue = try AcceptQueue(listener, until: stop)
        let request = UnsafeMutablePointer<FCGX_Request>.allocate(capacity: 1)
        unsafe request.initialize(to: FCGX_Request())
        let status = unsafe FCGX_InitRequest(request, listener.descriptor, 0)
        guard status == 0 else {
            unsafe request.deallocate()
            throw FastCGIError(.initialize, code: status)
        }
        unsafe self.request = request
        self.queue = queue
    }

    deinit {
        unsafe FCGX_Free(request, 1)
        unsafe request.deallocate()
    }

    /// Waits for a request, which answers `true`, or the stop signal, which answers `false`.
    ///
    /// On a busy day a connection waits already. `FCGX_Accept_r` reports `-EAGAIN` when there is none, and when a peer left
    /// before it had sent its parameters.
    public mutating func accept() throws(FastCGIError) -> Bool {
        isReadToEnd = false
        while !queue.isStopped {
            let status = unsafe FCGX_Accept_r(request)
            switch -status {
            case 0: return true
            case EAGAIN: queue.wait()
            case ECONNABORTED, EINTR, EPROTO: continue
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: queue.pause()
            case let code: throw FastCGIError(.accept, code: code)
            }
        }
        return false
    }

    /// Copies the request's parameters, which die with it.
    public borrowing func parameters() -> Parameters {
        var parameters = Parameters()
        guard var next = unsafe request.pointee.envp else { return parameters }
        while let entry = unsafe next.pointee {
            let bytes = unsafe UnsafeRawBufferPointer(start: entry, count: strlen(entry))
            unsafe parameters.add(bytes.bindMemory(to: UInt8.self).span)
            unsafe next += 1
        }
        return parameters
    }

    /// Ends the request: what is buffered goes out and the connection is closed.
    ///
    /// Without an answer before it, nginx tells the client 502. The library would wait until nginx has closed its side too,
    /// lest what is still on its way resets the connection before nginx has read the answer; where all has been read, there
    /// is nothing, and a detached request is closed at once.
    public mutating func finish() {
        if isReadToEnd { unsafe FCGX_Detach(request) }
        unsafe FCGX_Finish_r(request)
    }
}
