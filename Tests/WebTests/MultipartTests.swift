import JSON
import Testing
import Web

struct MultipartTests {
    private func parse(_ body: String, type: String = "multipart/form-data; boundary=XX") throws -> Multipart {
        try Multipart(Request("POST", "/", headers: ["Content-Type": type], body: Array(body.utf8)))
    }

    private func field(_ name: String, _ value: String) -> String {
        "--XX\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
    }

    private func status(of body: String, type: String = "multipart/form-data; boundary=XX") -> Int {
        do {
            _ = try parse(body, type: type)
            return 200
        } catch let error as HTTPError {
            return error.status.rawValue
        } catch {
            return 0
        }
    }

    @Test func `fields and files come apart`() throws {
        let form = try parse(
            field("full_name", "Asha Ráo")
                + "--XX\r\nContent-Disposition: form-data; name=\"resume_file\"; filename=\"cv.pdf\"\r\n"
                + "Content-Type: application/pdf\r\n\r\n%PDF-1\r\n--XX--\r\n"
        )

        #expect(form.text("full_name") == "Asha Ráo")
        #expect(form.text("other") == nil)
        #expect(form.files("resume_file").map(\.fileName) == ["cv.pdf"])
        #expect(form.files("resume_file").map(\.text) == ["%PDF-1"])
        #expect(form.text("resume_file") == nil)
    }

    @Test func `a preamble, an epilogue, padding and a quoted boundary are taken`() throws {
        let form = try parse(
            "ignored\r\n--a b \t\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--a b--ignored",
            type: "multipart/form-data; charset=utf-8; boundary=\"a b\""
        )

        #expect(form.text("x") == "1")
    }

    @Test func `what only looks like a boundary is content`() throws {
        let content = "--XX\n--XXY\r\n--XXY--\r\n --XX\r\n-"

        let form = try parse("--XX\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n" + content + "\r\n--XX--")

        #expect(form.text("x") == content)
    }

    @Test func `empty values, line breaks at the end and repeated names are kept`() throws {
        let form = try parse(field("a", "") + field("b", "1\r\n") + field("b", "2") + "--XX--")

        #expect(form.text("a") == "")
        #expect(form.parts.map(\.text) == ["", "1\r\n", "2"])
        #expect(form.text("b") == "1\r\n")
    }

    @Test(arguments: [
        ("\"cv.pdf\"", "cv.pdf"),
        ("cv.pdf", "cv.pdf"),
        (#""a \"quoted\" name.pdf""#, #"a "quoted" name.pdf"#),
        ("\"a%22b%0D%0A.pdf\"", "a\"b\r\n.pdf"),
        ("\"100%.pdf\"", "100%.pdf"),
        (#""C:\Users\me\cv.pdf""#, "cv.pdf"),
        ("\"../../etc/passwd\"", "passwd"),
        ("\"a; name=evil; x=.pdf\"", "a; name=evil; x=.pdf"),
        ("\"लेख.pdf\"", "लेख.pdf"),
    ])
    func `a file's name is what the client meant, without folders`(written: String, name: String) throws {
        let form = try parse(
            "--XX\r\ncontent-disposition:form-data;name=\"f\";filename=\(written)\r\n\r\nx\r\n--XX--"
        )

        #expect(form.files("f").map(\.fileName) == [name])
    }

    @Test func `a file field in which nothing was chosen is no file`() throws {
        let form = try parse(
            "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--XX--"
        )

        #expect(form.files("f").isEmpty)
    }

    @Test func `bytes that are no text are no field's text, and do not harm`() throws {
        let head = Array("--XX\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n".utf8)
        let body = head + [0xFF, 0x00, 0x0D, 0x0A] + Array("\r\n--XX--".utf8)

        let form = try Multipart(
            Request("POST", "/", headers: ["Content-Type": "multipart/form-data; boundary=XX"], body: body)
        )

        #expect(form.text("f") == nil)
        #expect(form.parts.map { Array($0.body) } == [[0xFF, 0x00, 0x0D, 0x0A]])
    }

    @Test(arguments: [
        "",
        "--",
        "--XX",
        "--XX\r\n",
        "--XX\r\n--XX--",
        "--XX\r\n\r\n--XX--",
        "--XX\r\n\r\nx\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ncut off",
        "--XX\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--XX",
        "--XX\r\nContent-Disposition: form-data; name=\"x\"\r\n--XX--",
        "--XX\nContent-Disposition: form-data; name=\"x\"\n\n1\n--XX--",
        "--XX\r\nContent-Disposition: form-data\r\n\r\n1\r\n--XX--",
        "--XX\r\nContent-Disposition: attachment; name=\"x\"\r\n\r\n1\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"x\r\n\r\n1\r\n--XX--",
        "--XX\r\nno colon\r\n\r\n1\r\n--XX--",
        "--XX\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nMQ==\r\n--XX--",
    ])
    func `a body that does not follow the grammar is refused`(body: String) {
        #expect(status(of: body) == 400)
    }

    @Test func `an empty form is a form`() throws {
        #expect(try parse("--XX--").parts.isEmpty)
    }

    @Test(arguments: [
        ("multipart/form-data", 400),
        ("multipart/form-data; boundary=", 400),
        ("multipart/form-data; boundary=\"", 400),
        ("multipart/form-data; boundary=a\u{1}b", 400),
        ("multipart/form-data; boundary=" + String(repeating: "a", count: 71), 400),
        ("multipart/mixed; boundary=XX", 415),
        ("application/json", 415),
        ("", 415),
    ])
    func `another type or no boundary is refused`(type: String, expected: Int) {
        #expect(status(of: "--XX--", type: type) == expected)
    }

    @Test func `too many parts and endless headers are refused`() {
        let many = String(repeating: field("x", "1"), count: 201) + "--XX--"
        let long = "--XX\r\n" + String(repeating: "X-A: " + String(repeating: "a", count: 900) + "\r\n", count: 5)

        #expect(status(of: many) == 413)
        #expect(status(of: long + "\r\nx\r\n--XX--") == 400)
        #expect(status(of: "--XX\r\n" + String(repeating: "a", count: 100_000) + "\r\n--XX--") == 400)
    }

    @Test func `no cut or changed byte makes the parser trap`() {
        let body = Array((field("a", "1") + field("b", "2") + "--XX--\r\n").utf8)
        let request = { (body: [UInt8]) in
            Request("POST", "/", headers: ["Content-Type": "multipart/form-data; boundary=XX"], body: body)
        }

        for index in body.indices {
            _ = try? Multipart(request(Array(body[..<index])))
            for byte: UInt8 in [0, 0x0A, 0x0D, 0x22, 0x2D, 0x3A, 0x3B, 0xFF] {
                var changed = body
                changed[index] = byte
                _ = try? Multipart(request(changed))
            }
        }
        #expect((try? Multipart(request(body)))?.parts.count == 2)
    }
}
