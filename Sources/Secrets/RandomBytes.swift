import CSodium

/// Bytes nobody can guess.
public enum RandomBytes {
    /// So many bytes from the kernel's generator (`randombytes_buf`).
    public static func make(count: Int) -> [UInt8] {
        Sodium.prepare()
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe randombytes_buf(&bytes, count)
        return bytes
    }

    /// Sixty-four random bits.
    public static func randomUInt64() -> UInt64 {
        make(count: 8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
