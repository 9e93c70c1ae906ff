import FastCGI
import Synchronization
import Testing

@Suite struct ResponseTests {
    @Test func `an answer is a status, its headers in order and the body`() throws {
        let responder = try Responder { slot in
            _ = try? slot.respond(
                status: 201,
                headers: [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")].map {
                    (name: $0, value: $1)
                },
                body: Array("made".utf8)
            )
        }
        let client = responder.client()

        client.begin([:] as [String: String])
        client.endBody()

        #expect(
            client.answer()
                == "Status: 201 Created\r\nContent-Type: text/plain\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\nmade"
        )
    }

    @Test func `a large body arrives whole`() throws {
        let body = [UInt8](repeating: 0x61, count: 5_000_001)
        let responder = try Responder { slot in _ = try? slot.respond(status: 200, headers: [], body: body) }
        let client = responder.client()

        client.begin([:] as [String: String])
        client.endBody()

        #expect(client.answer().utf8.count == "Status: 200 OK\r\n\r\n".utf8.count + body.count)
    }

    @Test(arguments: [
        ("Location", "/a\r\nSet-Cookie: x=1"), ("Location", "/a\nb"), ("Location", "/a\0"), ("Location", "\u{7F}"),
        ("", "value"), ("A B", "value"), ("A:", "value"), ("A\r\nB", "value"), ("Ä", "value"),
    ])
    func `a header that would be more than one is refused, and another answer can be given`(
        name: String,
        value: String
    ) throws {
        let responder = try Responder { slot in
            do throws(FastCGIError) {
                _ = try slot.respond(status: 200, headers: [(name: "X-First", value: "1"), (name: name, value: value)])
            } catch {
                slot.say("refused: \(error.kind == .invalidHeader(name: name))")
            }
        }
        let client = responder.client()

        client.begin([:] as [String: String])
        client.endBody()

        #expect(client.answer() == "Status: 200 OK\r\nContent-Type: text/plain\r\n\r\nrefused: true")
    }

    @Test func `an answer to a client that has gone is told apart from one that arrived`() throws {
        let outcome = Mutex<Delivery?>(nil)
        let hasBegun = try StopSignal()
        let hasLeft = try StopSignal()
        let responder = try Responder { slot in
            hasBegun.raise()
            _ = hasLeft.wait(milliseconds: 10_000)
            let delivery = try? slot.respond(status: 200, headers: [], body: [UInt8](repeating: 1, count: 1_000_000))
            outcome.withLock { $0 = delivery }
        }
        let client = responder.client()

        client.begin([:] as [String: String])
        client.endBody()
        #expect(hasBegun.wait(milliseconds: 10_000))
        client.hangUp()
        hasLeft.raise()
        responder.stop()

        #expect(outcome.withLock { $0 } == .peerGone)
    }

    @Test func `a connection whose request was read to its end is closed without waiting for nginx`() throws {
        let responder = try Responder { slot in
            guard case .complete = slot.readBody(limit: 1000) else { return slot.finish() }
            slot.say("read")
        }
        let client = responder.client()

        client.begin(["CONTENT_LENGTH": "3"])
        client.send(body: [1, 2, 3])
        client.endBody()

        #expect(client.output().hasSuffix("read"))
        #expect(client.isClosedByResponder)
    }

    @Test func `a connection of which something may still come stays open until nginx has the answer`() throws {
        let responder = try Responder { slot in
            guard case .tooLarge = slot.readBody(limit: 1) else { return slot.finish() }
            slot.say("refused")
        }
        let client = responder.client()

        client.begin(["CONTENT_LENGTH": "3"])
        client.send(body: [1, 2, 3])

        #expect(client.output().hasSuffix("refused"))
        #expect(!client.isClosedByResponder)
    }

    @Test func `parameters that are not UTF-8 are repaired and marked`() throws {
        let responder = try Responder { slot in
            let parameters = slot.parameters()
            let texts = ["A", "B", "C"].map { name in
                parameters[name].map { "\($0.text) \($0.isRepaired)" } ?? "none"
            }
            slot.say(texts.joined(separator: ", "))
        }
        let client = responder.client()

        client.begin(["A": Array("x=y".utf8), "B": [0x61, 0xFF]])
        client.endBody()

        #expect(client.answer().hasSuffix("x=y false, a\u{FFFD} true, none"))
    }
}
