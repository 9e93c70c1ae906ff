internal import CFastCGI

/// What came of reading a request's body.
public enum Body: Equatable, Sendable {
    case complete([UInt8])
    /// Larger than the limit; nothing beyond it was read.
    case tooLarge
    /// The connection ended before all of `CONTENT_LENGTH` had come, or something else than announced came: what is
    /// there must not be used.
    case truncated
}

extension RequestSlot {
    /// Reads the body.
    ///
    /// `FCGX_GetStr` returns fewer bytes at a broken upload as at the end of a whole one, so the count is compared with
    /// `CONTENT_LENGTH` and the stream is asked for its error.
    public mutating func readBody(limit: Int) -> Body {
        let announced = unsafe FCGX_GetParam("CONTENT_LENGTH", request.pointee.envp).map { unsafe String(cString: $0) }
        guard let announced, !announced.isEmpty else { return readToEnd(limit: limit) }
        guard let length = Int(announced), length >= 0 else { return .truncated }
        guard length <= limit else { return .tooLarge }
        let bytes = read(atMost: length)
        // One more read meets the end of the stream, or bytes that were not announced.
        guard bytes.count == length, read(atMost: 1).isEmpty, isIntact else { return .truncated }
        isReadToEnd = true
        return .complete(bytes)
    }

    private mutating func readToEnd(limit: Int) -> Body {
        let bytes = read(atMost: limit + 1)
        guard bytes.count <= limit else { return .tooLarge }
        guard isIntact else { return .truncated }
        isReadToEnd = true
        return .complete(bytes)
    }

    private mutating func read(atMost limit: Int) -> [UInt8] {
        let blockSize = 65_536
        var bytes: [UInt8] = []
        // Memory follows what arrives rather than what was announced.
        while bytes.count < limit {
            let wanted = min(blockSize, limit - bytes.count)
            let block = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                let got = unsafe FCGX_GetStr(buffer.baseAddress, Int32(wanted), request.pointee.in)
                count = Int(max(got, 0))
            }
            guard !block.isEmpty else { break }
            bytes += block
        }
        return bytes
    }

    private var isIntact: Bool { unsafe FCGX_GetError(request.pointee.in) == 0 }
}
