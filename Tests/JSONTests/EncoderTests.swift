import Foundation
import JSON
import Testing

@Suite struct EncoderTests {
    @Test(
        arguments: [
            (nil, "null"), (true, "true"), (.int(.min), "-9223372036854775808"), (7.5, "7.5"), (100.0, "100.0"),
            (0.1, "0.1"), (.double(.leastNonzeroMagnitude), "5e-324"), (.double(.infinity), "null"),
            (.double(.nan), "null"),
            ("a\"b\\c/é😀\u{2028}", "\"a\\\"b\\\\c/é😀\u{2028}\""),
            ("\0\u{8}\t\n\u{C}\r\u{1F}", #""\u0000\b\t\n\f\r\u001f""#),
            ("<&>", "\"<&>\""), ([], "[]"), ([1, [nil]], "[1,[null]]"), ([:], "{}"),
            (["z": 1, "a": [:], "m": "x"], #"{"z":1,"a":{},"m":"x"}"#),
        ] as [(JSON, String)]
    )
    func `a value has one compact text`(value: JSON, text: String) {
        #expect(value.text == text)
    }

    @Test func `text for a script element cannot close it`() throws {
        let value: JSON = ["</script>": "<!-- & -->"]

        let bytes = value.encodedForHTML()

        #expect(bytes.allSatisfy { !"<>&".utf8.contains($0) })
        #expect(try JSON.parse(bytes) == value)
    }

    @Test func `random values survive being written and read`() throws {
        var generator = SeededGenerator(state: 2)
        for _ in 0..<1_000 {
            let value = JSON.random(depth: 5, using: &generator)

            let bytes = value.encoded()

            #expect(try JSON.parse(bytes) == value)
            #expect(try JSON.parse(bytes).encoded() == bytes)
            #expect(try JSON.parse(value.encodedForHTML()) == value)
        }
    }

    @Test func `Foundation reads what we write as we do`() throws {
        var generator = SeededGenerator(state: 3)
        for _ in 0..<500 {
            let value = JSON.random(depth: 4, using: &generator)

            let read = try JSONSerialization.jsonObject(with: Data(value.encoded()), options: .fragmentsAllowed)

            #expect(isSame(read, value), "\(value.text)")
        }
    }

    @Test func `we read what Foundation writes as it does`() throws {
        var generator = SeededGenerator(state: 4)
        for _ in 0..<500 {
            let value = JSON.random(depth: 4, using: &generator)
            let object = try JSONSerialization.jsonObject(with: Data(value.encoded()), options: .fragmentsAllowed)
            let written = try JSONSerialization.data(withJSONObject: object, options: .fragmentsAllowed)

            let read = try JSON.parse(Array(written))

            #expect(isSame(object, read), "\(value.text)")
        }
    }

    /// Numbers are compared loosely: Foundation keeps some as `Decimal`, whose way to `Double` is not exact.
    private func isSame(_ object: Any, _ value: JSON) -> Bool {
        switch value {
        case .null: object is NSNull
        case .bool(let bool): object as? Bool == bool
        case .int(let number): (object as? NSNumber)?.int64Value == number
        case .double(let number):
            (object as? NSNumber).map { abs($0.doubleValue - number) <= abs(number) * 1e-14 } ?? false
        case .string(let text): object as? String == text
        case .array(let elements):
            (object as? [Any]).map { $0.count == elements.count && zip($0, elements).allSatisfy(isSame) } ?? false
        case .object(let members):
            (object as? [String: Any]).map { read in
                read.count == members.count
                    && members.allSatisfy { key, value in read[key].map { isSame($0, value) } ?? false }
            } ?? false
        }
    }
}
