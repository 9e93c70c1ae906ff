import Booking
import Domain
import JSON
import MariaDB
import Secrets
import Store
import Views
import Web

/// The interview itself: question, answer, next question.
struct ConversationController {
    /// Characters of an answer: an hour of speech is some sixty thousand.
    private static let longestAnswer = 200_000

    var routes: [Route<Work>] {
        Route.unstored([
            .post("/ai/start", start),
            .post("/ai/upload_answer", answer),
            .post("/ai/repeat", again),
            .post("/ai/retake", retake),
        ])
    }

    /// Lets the candidate in: the first time, and again after a reload.
    private func start(_ request: Request, _ work: Work) throws -> Response {
        let body = try request.object()
        let visitor = PortalVisitor(request, work)
        let session = try visitor.writer(body)
        if let refusal = PortalRefusal.closed(session, work) { throw refusal }
        let id = SessionKeys(secret: work.configuration.secret).conversationID(for: session.id.text)
        guard !session.isCompleted else { return .json(ConversationJSON.over(session: id)) }
        try claim(session, body, visitor, work)
        let conversation = try QuestionStore(work.db).begin(session, at: work.now)
        guard let asked = conversation.current else { return .json(ConversationJSON.over(session: id)) }
        return .json(
            ConversationJSON.started(
                asked,
                of: conversation.count,
                session: id,
                audio: SpokenQuestion.address(saying: asked.question.text, to: session, work),
                isResumed: session.enteredAt != nil,
                accommodation: session.accommodation
            )
        )
    }

    /// Makes the device that asks the one that has the interview.
    private func claim(
        _ session: PortalSession,
        _ body: JSON.Object,
        _ visitor: PortalVisitor,
        _ work: Work
    ) throws {
        let claim = DeviceClaim(
            device: visitor.device,
            predecessor: body["previous_device"]?.string.flatMap(PortalVisitor.hash(ofDevice:)),
            takesOver: body["take_over"] == true
        )
        guard claim.device != nil || session.device != nil else { return }
        guard try SessionStore(work.db).claim(session, by: claim, at: work.now) else {
            throw PortalRefusal.otherDevice
        }
    }

    /// Takes an answer; when this returns, it is committed.
    private func answer(_ request: Request, _ work: Work) throws -> Response {
        let body = try request.object()
        let visitor = PortalVisitor(request, work)
        let session = try visitor.speaker(body)
        let input = try AnswerInput(body, longest: ConversationController.longestAnswer)
        if session.isCompleted { return .json(ConversationJSON.done(transcript: "[Session already completed]")) }
        if let refusal = PortalRefusal.unlessIn(session, work) { throw refusal }
        try visitor.requireActive(in: session)
        let reading = AnswerReading(input.transcript)
        let questions = QuestionStore(work.db)
        if reading == .repeatQuestion {
            return next(try questions.conversation(of: session.id), after: input, to: session, work)
        }
        let outcome = try work.db.transaction { db in
            let outcome = try questions.answer(
                session,
                position: input.questionNumber,
                text: input.transcript,
                isSilence: reading == .silence,
                at: work.now
            )
            if case .kept(let conversation) = outcome, conversation.current == nil {
                try work.configuration.bookings.mail.completed(session.interviewID, db: db, at: work.now)
            }
            return outcome
        }
        switch outcome {
        case .kept(let conversation):
            return next(
                conversation,
                after: input,
                prefix: reading == .skip ? "That's okay. " : "",
                to: session,
                work
            )
        case .answeredBefore(let conversation):
            return next(conversation, after: input, to: session, work)
        case .askedAgain(let conversation):
            guard let asked = conversation.current else { throw PortalRefusal.notAsked }
            return .json(ConversationJSON.retry(asked, of: conversation.count, transcript: input.transcript))
        case .notAsked:
            throw PortalRefusal.notAsked
        }
    }

    private func again(_ request: Request, _ work: Work) throws -> Response {
        let visitor = PortalVisitor(request, work)
        let session = try visitor.speaker(try request.object())
        if let refusal = PortalRefusal.unlessIn(session, work) { throw refusal }
        try visitor.requireActive(in: session)
        let conversation = try QuestionStore(work.db).conversation(of: session.id)
        guard let asked = conversation.current else {
            throw HTTPError.error(.gone, "Every question has been answered.")
        }
        let audio = SpokenQuestion.address(saying: asked.question.text, to: session, work)
        return .json(ConversationJSON.again(asked, of: conversation.count, audio: audio))
    }

    /// Sets what was recorded for the question aside; the answer begins anew, as often as the question allows.
    private func retake(_ request: Request, _ work: Work) throws -> Response {
        let body = try request.object()
        let visitor = PortalVisitor(request, work)
        let session = try visitor.speaker(body)
        if let refusal = PortalRefusal.unlessIn(session, work) { throw refusal }
        try visitor.requireActive(in: session)
        guard let number = body["question_number"]?.int, 1...1000 ~= number else {
            throw HTTPError.error(.badRequest, "The question's number must be a positive whole number.")
        }
        guard
            let asked = try QuestionStore(work.db).retake(
                session,
                position: Int(number),
                attempt: AttemptInput.read(body)
            )
        else {
            throw PortalRefusal.noRetake
        }
        return .json(ConversationJSON.retake(asked, accommodation: session.accommodation))
    }

    /// The question that stands now, or the end.
    private func next(
        _ conversation: Conversation,
        after input: AnswerInput,
        prefix: String = "",
        to session: PortalSession,
        _ work: Work
    ) -> Response {
        guard let asked = conversation.current else {
            return .json(ConversationJSON.done(transcript: input.transcript))
        }
        let text = prefix + asked.question.text
        return .json(
            ConversationJSON.next(
                asked,
                of: conversation.count,
                text: text,
                audio: SpokenQuestion.address(saying: text, to: session, work),
                transcript: input.transcript,
                accommodation: session.accommodation
            )
        )
    }
}

/// The body of an answer.
private struct AnswerInput {
    let transcript: String
    let questionNumber: Int?

    init(_ body: JSON.Object, longest: Int) throws {
        guard let text = (body["transcript"] ?? "").string else {
            throw HTTPError.error(.badRequest, "The transcript must be a text.")
        }
        guard text.unicodeScalars.count <= longest else {
            throw HTTPError.error(.contentTooLarge, "An answer may have \(longest) characters.")
        }
        transcript = String(text.trimmingWhitespace)
        switch body["question_number"] {
        case nil, .null: questionNumber = nil
        case .int(let number) where 1...1000 ~= number: questionNumber = Int(number)
        default: throw HTTPError.error(.badRequest, "The question's number must be a positive whole number.")
        }
    }
}
