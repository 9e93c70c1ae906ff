import JSON
import Testing

@Suite struct ParserTests {
    @Test(
        arguments: [
            ("null", nil), ("true", true), (" \t\r\nfalse ", false), ("\"\"", ""), ("[]", []), ("{}", [:]),
            ("0", 0), ("-0", 0), ("-1", -1), ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
            ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("1.0", 1.0), ("1e2", 100.0), ("1E+2", 100.0),
            ("-0.0", .double(-0.0)), ("1e-2", 0.01), ("123.456e-789", 0.0), ("[1,2 , 3]", [1, 2, 3]),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
            (#""\ud83d\ude00\uD834\uDD1E""#, "😀𝄞"), (#""\u0000a""#, "\0a"), (#""\uFFFF""#, "\u{FFFF}"),
            ("\"é€😀\u{7F}\u{2028}\"", "é€😀\u{7F}\u{2028}"), (#"{"a":{"b":[null]}}"#, ["a": ["b": [nil]]]),
            (#"{"":0}"#, ["": 0]), (#"{"a":1,"b":2,"a":3}"#, ["a": 3, "b": 2]),
        ] as [(String, JSON)]
    )
    func `a valid text is read`(text: String, value: JSON) throws {
        #expect(try JSON.parse(text) == value)
    }

    @Test(arguments: [
        "", " ", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1,,2]", "{\"a\"}", "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}", "{'a':1}", "{1:1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{\"a\":1", "nul", "nulll", "True", "NaN",
        "Infinity", "-Infinity", "-", "+1", "01", "-01", "1.", ".5", "-.5", "1e", "1e+", "0x1", "1_000", "1e999",
        "-1e999", "\"", "\"a", "\"\\\"", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\u+123\"", "\"\n\"",
        "\"\0\"",
        "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"", "\"\\ud800\\u0041\"", "\"\\ud800x\"", "\"\\ud800\\n\"",
        "null null", "1 2", "[]]", "{}x", "// c\n1", "/**/1", "\u{FEFF}1", "\u{A0}1", "[1]\0", "\u{B}1", "é",
    ])
    func `an invalid text is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSON.parse(text) }
    }

    @Test(
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
            [0xE2, 0x82],
            [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
        ] as [[UInt8]]
    )
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
        let error = #expect(throws: JSONError.self) { try JSON.parse(Array("[\"a".utf8) + bytes + Array("\"]".utf8)) }

        #expect(error?.kind == .encoding)
        #expect(error?.offset == 3)
    }

    @Test(arguments: [
        ("", "Expecting value: line 1 column 1 (char 0)"),
        ("{\n  \"é\": x}", "Expecting value: line 2 column 8 (char 9)"),
        ("{\"a\":1,}", "Expecting property name enclosed in double quotes: line 1 column 8 (char 7)"),
        ("{\"a\" 1}", "Expecting ':' delimiter: line 1 column 6 (char 5)"),
        ("[1 2]", "Expecting ',' delimiter: line 1 column 4 (char 3)"),
        ("[\"ab", "Unterminated string starting at: line 1 column 2 (char 1)"),
        ("[\"a\u{1}\"]", "Invalid control character at: line 1 column 4 (char 3)"),
        ("[\"\\q\"]", "Invalid \\escape: line 1 column 3 (char 2)"),
        ("[] []", "Extra data: line 1 column 4 (char 3)"),
        ("1e999", "Number out of range: line 1 column 1 (char 0)"),
    ])
    func `an error names the place`(text: String, sentence: String) {
        let error = #expect(throws: JSONError.self) { try JSON.parse(text) }

        #expect(error?.description == sentence)
    }

    @Test func `nesting ends at the limit`() throws {
        let deepest = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)

        let value = try JSON.parse(deepest)
        let error = #expect(throws: JSONError.self) { try JSON.parse("[\(deepest)]") }

        #expect(value.text == deepest)
        #expect(error?.kind == .limit)
        #expect(error?.offset == 64)
        #expect(throws: JSONError.self) { try JSON.parse(String(repeating: "[", count: 1_000_000)) }
    }

    // To compare two strings Swift sorts their marks, in a time that grows with the square of their number.
    @Test(arguments: ["\u{301}", "\u{316}", #"\u0301"#]) func `a letter has at most thirty marks`(mark: String) throws {
        func text(_ count: Int) -> String { "{\"a" + String(repeating: mark, count: count) + "\": 1}" }

        #expect(try JSON.parse(text(30)).object?.count == 1)
        let error = #expect(throws: JSONError.self) { try JSON.parse(text(31)) }
        #expect(error?.kind == .limit)
        #expect(throws: JSONError.self) { try JSON.parse(text(300_000)) }
    }

    @Test func `a text in a script with marks is taken`() throws {
        let text = String(repeating: "हिन्दी में नमस्ते, Tiếng Việt, שָׁלוֹם, ", count: 100)

        #expect(try JSON.parse("[\"\(text)\"]") == [.string(text)])
    }

    @Test func `there are at most as many values as may be`() throws {
        let most = #"{"a": [1, "b", null], "c": {}}"#

        #expect(try JSON.parse(Array(most.utf8), maximumValues: 6).text.isEmpty == false)
        let error = #expect(throws: JSONError.self) { try JSON.parse(Array(most.utf8), maximumValues: 5) }
        #expect(error?.kind == .limit)
        #expect(error?.reason == "More than 5 values")
    }

    @Test func `random bytes are read or refused, never more`() {
        var generator = SeededGenerator(state: 1)
        let alphabet = Array("[]{}\",:\\u0123456789abcdefDtrulsn-+.eE \n\u{1}é😀".utf8) + [0x80, 0xFF]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
                alphabet.randomElement(using: &generator) ?? 0
            }
            if let value = try? JSON.parse(bytes) { #expect((try? JSON.parse(value.encoded())) == value) }
        }
    }

    @Test func `every prefix and every changed byte of a text is read or refused`() throws {
        let text = Array(#"{"a":[1,-2.5e3,true,null,"\ud83d\ude00 é"],"b":{"c":""}}"#.utf8)
        for end in text.indices { #expect(throws: JSONError.self) { try JSON.parse(Array(text[..<end])) } }
        for index in text.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = text
                changed[index] = byte
                if let value = try? JSON.parse(changed) { #expect(try JSON.parse(value.encoded()) == value) }
            }
        }
    }
}
