import JSON

/// Pseudo-random numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

extension JSON {
    static func random(depth: Int, using generator: inout SeededGenerator) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
        case 0: .null
        case 1: .bool(.random(using: &generator))
        case 2: .int(Int64(bitPattern: generator.next() >> UInt64.random(in: 0..<64, using: &generator)))
        case 3: .double(randomDouble(using: &generator))
        case 4, 5: .string(randomText(using: &generator))
        case 6:
            .array(
                (0..<Int.random(in: 0..<5, using: &generator)).map { _ in random(depth: depth - 1, using: &generator) }
            )
        default:
            .object(
                Object(
                    (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
                        (randomText(using: &generator), random(depth: depth - 3, using: &generator))
                    }
                )
            )
        }
    }

    /// Any finite number: small, huge and subnormal ones alike.
    private static func randomDouble(using generator: inout SeededGenerator) -> Double {
        let number = Double(bitPattern: generator.next())
        return number.isFinite ? number : 0.5
    }

    private static func randomText(using generator: inout SeededGenerator) -> String {
        let scalars = (0..<Int.random(in: 0..<12, using: &generator)).compactMap { _ in
            let limit: UInt32 = [0x20, 0x80, 0x800, 0x110000].randomElement(using: &generator) ?? 0x80
            return Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator))
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
