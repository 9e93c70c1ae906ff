import JSON
import Testing
import Web

struct RequestTests {
    private func request(_ headers: Headers, _ body: String) -> Request {
        var headers = headers
        headers["Content-Type"] = "application/json"
        return Request("POST", "/", headers: headers, body: Array(body.utf8))
    }

    @Test(arguments: ["gzip", "br", "GZIP, identity"])
    func `a body in a coding that is not known is refused as such`(coding: String) {
        let error = #expect(throws: HTTPError.self) { try request(["Content-Encoding": coding], "{}").json() }

        #expect(error?.response.status == .unsupportedMediaType)
    }

    @Test(arguments: ["", "identity", "Identity"]) func `a body as it is has no coding`(coding: String) throws {
        #expect(try request(["Content-Encoding": coding], "{}").json() == [:])
    }

    @Test func `a body has at most as many values as may be`() throws {
        var request = request([:], "[1, 2, 3]")
        #expect(try request.json() == [1, 2, 3])
        request.jsonValueLimit = 3

        let error = #expect(throws: HTTPError.self) { try request.json() }

        #expect(error?.response.status == .badRequest)
    }
}
