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

    @Test func `a quoted value is written as it is`() {
        var writer = JSONWriter()

        writer.array([JSON.int(1)])
        writer.quoted { $0.append(contentsOf: "2026-11-23".utf8) }

        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"[1]"2026-11-23""#)
    }
}
