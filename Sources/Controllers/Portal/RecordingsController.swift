import CivilTime
import Domain
import JSON
import Logging
import Secrets
import Storage
import Store
import Web

/// Takes the candidate's recording in, chunk by chunk; what is acknowledged outlives a loss of power.
struct RecordingsController {
    /// Starts of the recorder in one session; a reload makes one.
    private static let mostRecordings = 500
    private static let mostChunks = 100_000

    var routes: [Route<Work>] {
        Route.unstored([
            .post("/portal/recordings/", begin),
            .put("/portal/recordings/:id/chunks/:index/", take),
            .post("/portal/recordings/:id/finish/", finish),
        ])
    }

    private func begin(_ request: Request, _ work: Work) throws -> Response {
        let body = try request.object()
        let visitor = PortalVisitor(request, work)
        let session = try visitor.writer(body)
        try requireOpen(session, work)
        try visitor.requireActive(in: session)
        guard try ConsentStore(work.db).isGiven(in: session.id) else { throw PortalRefusal.noConsent }
        let recording = try RecordingInput(body, of: try QuestionStore(work.db).conversation(of: session.id).count)
        let store = RecordingStore(work.db)
        guard try store.count(of: session.id) < RecordingsController.mostRecordings else {
            throw HTTPError.error(.contentTooLarge, "This interview has too many recordings.")
        }
        try requireRoom(for: 0, session, work)
        let id = RecordingID(trusted: UUIDText.v7(at: work.now.microseconds / 1000))
        try store.add(
            Recording(
                id: id,
                sessionID: session.id,
                questionPosition: recording.questionNumber,
                mediaType: recording.mediaType,
                attempt: recording.attempt
            ),
            at: work.now
        )
        return .json(
            ["recording_id": .string(id.text), "chunk_limit_bytes": .int(Int64(work.configuration.chunkLimit))],
            status: .created
        )
    }

    /// The file first, then the row, then the answer: whatever stops in between, the chunk comes again.
    private func take(_ request: Request, _ work: Work) throws -> Response {
        let (session, recording) = try recording(request, try PortalVisitor(request, work).writerByCookie(), work)
        guard let number = Int(request.parameter("index")), 0..<RecordingsController.mostChunks ~= number else {
            throw HTTPError.notFound
        }
        let hash = try checkedHash(request, work)
        let store = RecordingStore(work.db)
        switch try store.receipt(recording.id, number: number, sha256: hash) {
        case .repeated: return received(number, request, .ok)
        case .different: throw Self.otherBytes
        case .new, .gone: break
        }
        guard number > 0 || recording.beginsRight(request.body) else { throw Self.otherContainer }
        try requireRoom(for: request.body.count, session, work)
        let name = ChunkName(sessionID: session.id.text, recordingID: recording.id.text, number: number)
        guard try keep(request.body, name, work) != .taken else { throw Self.otherBytes }
        switch try store.addChunk(
            recording.id,
            number: number,
            size: request.body.count,
            sha256: hash,
            endsAt: Self.end(request),
            at: work.now
        ) {
        case .new: return received(number, request, .created)
        case .repeated: return received(number, request, .ok)
        case .different: throw Self.otherBytes
        case .gone:
            try work.configuration.recordings.remove(session: session.id.text, recording: recording.id.text)
            throw HTTPError.notFound
        }
    }

    /// Where in the recording the chunk ends, if the browser says so.
    private static func end(_ request: Request) -> Int? {
        request.headers["X-Chunk-End-Ms"].flatMap { Int($0) }.flatMap { 0...1_000_000_000 ~= $0 ? $0 : nil }
    }

    private func finish(_ request: Request, _ work: Work) throws -> Response {
        let body = try request.object()
        let (_, recording) = try recording(request, try PortalVisitor(request, work).writer(body), work)
        guard let chunks = body["chunks"]?.int, 0...Int64(RecordingsController.mostChunks) ~= chunks else {
            throw HTTPError.error(.badRequest, "The number of chunks is required.")
        }
        guard let duration = (body["duration_ms"] ?? 0).double, 0...1e12 ~= duration else {
            throw HTTPError.error(.badRequest, "The duration must be a number of milliseconds.")
        }
        let missing = try RecordingStore(work.db)
            .finish(recording.id, chunks: Int(chunks), milliseconds: Int(duration), at: work.now)
        return .json(["missing": .array(missing.map { .int(Int64($0)) })])
    }

    private func recording(
        _ request: Request,
        _ session: PortalSession,
        _ work: Work
    ) throws -> (PortalSession, Recording) {
        guard let id = RecordingID(request.parameter("id")),
            let recording = try RecordingStore(work.db).recording(id, of: session.id)
        else { throw PortalRefusal.noRecording }
        try requireOpen(session, work)
        return (session, recording)
    }

    private func requireOpen(_ session: PortalSession, _ work: Work) throws {
        guard !session.takesRecordings(at: work.now, by: work.configuration.portal) else { return }
        throw PortalRefusal.unlessIn(session, work) ?? PortalRefusal.notBegun
    }

    /// The body's SHA-256, which must be what the browser says it is.
    private func checkedHash(_ request: Request, _ work: Work) throws -> [UInt8] {
        guard !request.body.isEmpty else { throw HTTPError.error(.badRequest, "The chunk is empty.") }
        guard request.body.count <= work.configuration.chunkLimit else {
            throw HTTPError.error(
                .contentTooLarge,
                "A chunk may have \(work.configuration.chunkLimit) bytes."
            )
        }
        guard let said = request.headers["X-Chunk-SHA256"].flatMap({ [UInt8](hex: $0) }), said.count == 32 else {
            throw HTTPError.error(.badRequest, "The header X-Chunk-SHA256 must hold the chunk's SHA-256.")
        }
        let hash = SHA256.hash(request.body)
        guard hash == said else {
            throw HTTPError.error(.badRequest, "The chunk was damaged on its way. Please send it again.")
        }
        return hash
    }

    private func requireRoom(for size: Int, _ session: PortalSession, _ work: Work) throws {
        guard try RecordingStore(work.db).size(of: session.id) + size <= work.configuration.recordingQuota else {
            throw HTTPError.error(.contentTooLarge, "The recordings of this interview have used all their room.")
        }
        let free = try work.configuration.recordings.freeBytes()
        guard free - size >= work.configuration.freeSpaceMinimum else {
            work.log.error("Recordings are refused: the disk is nearly full", metadata: ["free.bytes": "\(free)"])
            throw Self.noRoom
        }
    }

    private func keep(_ bytes: [UInt8], _ name: ChunkName, _ work: Work) throws -> ChunkOutcome {
        do {
            return try work.configuration.recordings.store(bytes, as: name)
        } catch let error where error.kind == .full {
            work.log.error("A recording could not be kept: the disk is full")
            throw Self.noRoom
        }
    }

    private func received(_ number: Int, _ request: Request, _ status: Status) -> Response {
        .json(["index": .int(Int64(number)), "received": .int(Int64(request.body.count))], status: status)
    }

    private static let otherContainer = HTTPError.error(
        .unsupportedMediaType,
        "The recording does not begin as a file of its type does."
    )
    private static let otherBytes = HTTPError.error(.conflict, "Other bytes were received for this chunk.")
    private static let noRoom = HTTPError.error(
        .insufficientStorage,
        "The server has no room for recordings at the moment. Please keep this page open."
    )
}

/// The body of a recording's beginning.
private struct RecordingInput {
    let questionNumber: Int
    let mediaType: String
    let attempt: Int?

    init(_ body: JSON.Object, of count: Int) throws {
        guard let number = body["question_number"]?.int, number >= 1, number <= count else {
            throw HTTPError.error(.badRequest, "The question's number must be one of the interview's.")
        }
        guard let type = body["mime_type"]?.string else {
            throw HTTPError.error(.badRequest, "The recording's media type is required.")
        }
        guard Recording.isSupported(type) else {
            throw HTTPError.error(.unsupportedMediaType, "Recordings of this type are not taken.")
        }
        questionNumber = Int(number)
        mediaType = type
        attempt = try AttemptInput.read(body)
    }
}
