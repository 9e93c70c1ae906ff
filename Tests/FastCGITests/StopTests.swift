import FastCGI
import Synchronization
import Testing

@Suite struct StopTests {
    @Test func `idle workers end when they are told to`() throws {
        let responder = try Responder(workers: 8) { $0.say("hello") }

        responder.stop()
    }

    @Test func `a request in flight is answered before its worker ends`() throws {
        let hasBegun = try StopSignal()
        let mayAnswer = try StopSignal()
        let responder = try Responder { slot in
            hasBegun.raise()
            _ = mayAnswer.wait(milliseconds: 10_000)
            slot.say("finished")
        }
        let client = responder.client()

        client.begin([:] as [String: String])
        client.endBody()
        #expect(hasBegun.wait(milliseconds: 10_000))
        responder.askToStop()
        mayAnswer.raise()

        #expect(client.answer().hasSuffix("finished"))
        responder.stop()
    }

    @Test func `a request that came after the stop waits in the socket`() throws {
        let served = Atomic(0)
        let responder = try Responder(workers: 4) { slot in
            served.add(1, ordering: .relaxed)
            slot.say("hello")
        }

        responder.stop()
        let client = responder.client()
        client.begin([:] as [String: String])
        client.endBody()

        #expect(served.load(ordering: .relaxed) == 0)
    }

    @Test func `many requests at once are each answered once`() throws {
        let served = Atomic(0)
        let responder = try Responder(workers: 4) { slot in
            served.add(1, ordering: .relaxed)
            slot.say("hello")
        }

        let clients = (0..<100).map { _ in responder.client() }
        for client in clients {
            client.begin([:] as [String: String])
            client.endBody()
        }

        for client in clients { #expect(client.answer().hasSuffix("hello")) }
        #expect(served.load(ordering: .relaxed) == 100)
    }

    @Test func `a peer that leaves before its request is complete does not end the worker`() throws {
        let responder = try Responder { $0.say("hello") }

        responder.client().hangUp()
        let client = responder.client()
        client.begin([:] as [String: String])
        client.endBody()

        #expect(client.answer().hasSuffix("hello"))
    }
}
