/// The text of a statement as the pieces that it was written in.
///
/// A statement is sent very often and prepared once. Its pieces are literals of the program, each known by its address; so
/// the text is put together where it is prepared only, and found again without its letters being looked at.
struct SQLText: Hashable, Sendable {
    private struct Piece: Equatable {
        /// Where a literal stands in the program; 0 for what is none.
        let address: UInt
        /// The literal's bytes; without one, which of `texts` it is, counted from 1, or 0 for nothing.
        let count: Int32
        /// Whether a parameter's `?` follows.
        var isBeforeParameter = false
    }

    private var pieces: [Piece] = []
    /// Pieces that were made while the program ran.
    private var texts: [String] = []
    /// Mixed from the pieces as they are added.
    private var fingerprint: UInt64 = 0

    init() {}

    init(_ text: String) {
        texts = [text]
        pieces = [Piece(address: 0, count: 1)]
        for byte in text.utf8 { mix(UInt64(byte)) }
    }

    init(_ literal: StaticString) { append(literal) }

    mutating func reserveCapacity(_ count: Int) { pieces.reserveCapacity(count) }

    mutating func append(_ literal: StaticString) {
        guard literal.hasPointerRepresentation else { return append(SQLText(literal.description)) }
        guard literal.utf8CodeUnitCount > 0 else { return }
        let address = unsafe UInt(bitPattern: literal.utf8Start)
        pieces.append(Piece(address: address, count: Int32(literal.utf8CodeUnitCount)))
        mix(UInt64(address))
    }

    mutating func appendParameter() {
        if pieces.last?.isBeforeParameter ?? true { pieces.append(Piece(address: 0, count: 0)) }
        pieces[pieces.count - 1].isBeforeParameter = true
        mix(1)
    }

    mutating func append(_ other: SQLText) {
        if other.texts.isEmpty {
            pieces += other.pieces
        } else {
            let before = Int32(texts.count)
            pieces += other.pieces.map { piece in
                guard piece.address == 0, piece.count > 0 else { return piece }
                return Piece(address: 0, count: piece.count + before, isBeforeParameter: piece.isBeforeParameter)
            }
            texts += other.texts
        }
        mix(other.fingerprint)
    }

    /// Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4): cheap, and nobody outside chooses
    /// what is hashed.
    private mutating func mix(_ value: UInt64) {
        fingerprint = (fingerprint ^ value) &* 0x9E37_79B9_7F4A_7C15
        fingerprint ^= fingerprint >> 32
    }

    func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }

    /// Copied together: for those who prepare it, and for messages.
    var string: String {
        var bytes: [UInt8] = []
        for piece in pieces {
            if let start = unsafe UnsafePointer<UInt8>(bitPattern: piece.address) {
                unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: Int(piece.count)))
            } else if piece.count > 0 {
                bytes += texts[Int(piece.count) - 1].utf8
            }
            if piece.isBeforeParameter { bytes.append(UInt8(ascii: "?")) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether the first piece begins so.
    func begins(with prefix: StaticString) -> Bool {
        guard let first = pieces.first else { return false }
        guard let start = unsafe UnsafePointer<UInt8>(bitPattern: first.address) else {
            return string.hasPrefix(prefix.description)
        }
        let bytes = unsafe UnsafeBufferPointer(start: start, count: Int(first.count))
        return prefix.withUTF8Buffer { unsafe bytes.starts(with: $0) }
    }
}
