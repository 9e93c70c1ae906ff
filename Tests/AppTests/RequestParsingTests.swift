import FastCGI
import Testing
import Web

@testable import App

@Suite struct RequestParsingTests {
    private func request(_ values: [String: String]) throws(MalformedRequest) -> Request {
        try request(bytes: values.mapValues { Array($0.utf8) })
    }

    private func request(bytes: [String: [UInt8]]) throws(MalformedRequest) -> Request {
        try Request(Parameters(bytes), body: [1])
    }

    @Test func `a request is what nginx says of it`() throws {
        let request = try request([
            "REQUEST_METHOD": "POST", "DOCUMENT_URI": "/api/x y/", "REQUEST_URI": "/api/x%20y/?a=1",
            "QUERY_STRING": "a=1&b=c+d&a=2", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": "1",
            "HTTP_X_REQUESTED_WITH": "fetch", "HTTP_COOKIE": "portal=1", "HTTP_PROXY": "", "REMOTE_ADDR": "192.0.2.7",
            "REQUEST_ID": "abc", "SERVER_NAME": "x",
        ])

        #expect(request.method == .post)
        #expect(request.path == "/api/x y/")
        #expect(request.query.map(\.value) == ["1", "c d", "2"])
        #expect(request.contentType == "application/json")
        #expect(request.headers["X-Requested-With"] == "fetch")
        #expect(request.headers["Proxy"] == nil && request.headers["Server-Name"] == nil)
        #expect(request.cookie("portal") == "1")
        #expect(request.remoteAddress == "192.0.2.7" && request.id == "abc" && request.body == [1])
    }

    @Test func `the path is not decoded twice`() throws {
        #expect(try request(["DOCUMENT_URI": "/a%2Fb"]).path == "/a%2Fb")
    }

    @Test func `without a decoded path the address is decoded here`() throws {
        #expect(try request(["REQUEST_URI": "/a%20b/?c=d"]).path == "/a b/")
        #expect(try request([:]).path == "/")
    }

    @Test(arguments: [["REQUEST_URI": "/%ff"], ["REQUEST_URI": "/%z"], ["REQUEST_URI": "/%"]])
    func `a path that cannot be decoded is refused`(values: [String: String]) {
        #expect(throws: MalformedRequest.path) { try request(values) }
    }

    @Test(arguments: ["a=%ff", "%", "a=%1"])
    func `a query that cannot be decoded is refused`(query: String) {
        #expect(throws: MalformedRequest.query) { try request(["DOCUMENT_URI": "/", "QUERY_STRING": query]) }
    }

    @Test func `text that is not UTF-8 is refused where it matters`() throws {
        let text: [UInt8] = [0x61, 0xFF]

        #expect(throws: MalformedRequest.path) { try request(bytes: ["DOCUMENT_URI": text]) }
        #expect(throws: MalformedRequest.query) { try request(bytes: ["QUERY_STRING": text]) }
        #expect(throws: MalformedRequest.header) { try request(bytes: ["HTTP_X": text]) }
        #expect(try request(bytes: ["SERVER_NAME": text]).path == "/")
    }
}
