import JSON
import Testing

@Suite struct JSONWriterTests {
    private struct Row: JSONWritable {
        let id: Int
        let name: String?

        func write(to writer: inout JSONWriter) {
            writer.object { json in
                json.member("id", id)
                if let name { json.member("name", name) }
                json.member("none", JSON.null)
            }
        }
    }

    @Test func `rows are written as the tree of values would be`() throws {
        let rows = [Row(id: 1, name: "A\n"), Row(id: -2, name: nil)]

        let bytes = rows.encoded()

        let tree: JSON = [["id": 1, "name": "A\n", "none": nil], ["id": -2, "none": nil]]
        #expect(bytes == tree.encoded())
    }

    @Test func `what follows an empty array or object is separated from it`() {
        var writer = JSONWriter()

        writer.object { json in
            json.member("none", [Int]())
            json.member("empty", JSON.Object())
            json.member("missing", Int64?.none)
            json.member("last", [[true], []])
        }

        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"none":[],"empty":{},"missing":null,"last":[[true],[]]}"#
        )
    }

    @Test func `an array is written element by element`() {
        var writer = JSONWriter()

        writer.array { json in
            json.element(Int64.min)
            json.element(Int64.max)
            json.element("a")
        }

        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"[-9223372036854775808,9223372036854775807,"a"]"#)
    }

    @Test func `every byte that must be escaped is, wherever it stands`() throws {
        for length in 1...18 {
            for position in 0..<length {
                for scalar in (0..<0x80).compactMap(Unicode.Scalar.init) + ["é", "\u{7FF}", "\u{FFFF}", "😀"] {
                    var scalars = [Unicode.Scalar](repeating: "x", count: length)
                    scalars[position] = scalar
                    let text = String(String.UnicodeScalarView(scalars))

                    let bytes = text.encoded()

                    let isEscaped = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
                    #expect(bytes.contains(UInt8(ascii: "\\")) == isEscaped)
                    #expect(try JSON.parse(bytes) == .string(text))
                }
            }
        }
    }

    @Test func `a quoted value is written as it is`() {
        var writer = JSONWriter()

        writer.array([JSON.int(1)])
        writer.quoted(addingCapacity: 4) { $0.append(repeating: UInt8(ascii: "9"), count: 4) }

        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"[1]"9999""#)
    }
}
