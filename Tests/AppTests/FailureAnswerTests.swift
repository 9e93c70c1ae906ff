import JSON
import Logging
import MariaDB
import TestSupport
import Testing
import Web

@testable import App

@Suite struct FailureAnswerTests {
    @Test func `a database that is away is a 503 that asks to come again`() throws {
        let error = try outage()

        let answer = FailureAnswer(error, requestID: "r1")

        #expect(answer.response.status == .serviceUnavailable)
        #expect(answer.response.headers["Retry-After"] == "2")
        #expect(answer.level == .warning)
    }

    @Test func `any other failure is a 500 that names the request and not the reason`() throws {
        struct Secretive: Error { let password = "hunter2" }

        let answer = FailureAnswer(Secretive(), requestID: "r1")

        let body = String(decoding: answer.response.body, as: UTF8.self)
        #expect(answer.response.status == .internalServerError)
        #expect(body.contains("r1"))
        #expect(!body.contains("hunter2") && !"\(answer.metadata)".contains("hunter2"))
        #expect(answer.metadata["error.type"] == "Secretive")
    }

    @Test func `what the server says about a value is not logged`() throws {
        let db = try TestDatabase().connect()
        let error = try #require(
            #expect(throws: DatabaseError.self) {
                try db.execute("SELECT CAST(\("topsecret") AS UUID) + EXTRACTVALUE(\("<a>topsecret"), \("//["))")
            }
        )

        let answer = FailureAnswer(error, requestID: "r1")

        #expect(!"\(answer.metadata)".contains("topsecret"))
        #expect(answer.metadata["error.statement"] != nil)
    }

    private func outage() throws -> any Error {
        try #require(
            #expect(throws: DatabaseError.self) { try Connection(.init(socket: "/nowhere.sock", user: "x")) }
        )
    }
}
