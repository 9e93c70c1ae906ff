internal import CFastCGI

/// What became of an answer.
public enum Delivery: Equatable, Sendable {
    /// nginx has it.
    case sent
    /// The client or nginx went away before it was written. What the handler did stands.
    case peerGone
}

extension RequestSlot {
    /// Writes an answer and ends the request.
    ///
    /// `FCGX_PutStr` fills a buffer and can succeed although the peer has gone, so the stream is closed, which writes what
    /// is left together with the request's end, and asked for its error. Throws for a header field that cannot be sent;
    /// then nothing was written and another answer can be given.
    public mutating func respond(
        status: Int,
        headers: some Sequence<(name: String, value: String)>,
        body: [UInt8] = []
    ) throws(FastCGIError) -> Delivery {
        let head = try ResponseHead.encode(status: status, headers: headers)
        let isSent = put(head) && put(body) && close()
        finish()
        return isSent ? .sent : .peerGone
    }

    private mutating func put(_ bytes: [UInt8]) -> Bool {
        let blockSize = 1 << 20
        for start in stride(from: 0, to: bytes.count, by: blockSize) {
            let block = bytes[start..<min(start + blockSize, bytes.count)]
            let written = unsafe block.withUnsafeBytes { buffer in
                unsafe FCGX_PutStr(
                    buffer.bindMemory(to: CChar.self).baseAddress,
                    Int32(buffer.count),
                    request.pointee.out
                )
            }
            guard Int(written) == block.count else { return false }
        }
        return true
    }

    /// The request ends with the last of its two streams.
    private mutating func close() -> Bool {
        unsafe FCGX_FClose(request.pointee.err) == 0 && FCGX_FClose(request.pointee.out) == 0
    }
}
