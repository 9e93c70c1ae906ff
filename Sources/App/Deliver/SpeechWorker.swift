import CivilTime
import Domain
import FastCGI
import Logging
import MariaDB
import Speech
import Store

/// The thread that has questions spoken when they are saved or booked, so that nobody waits for the voice.
///
/// An endpoint that cannot be reached or refuses is asked again after a while, and the questions wait; who is asked one in
/// the meantime hears espeak-ng, which needs nobody. What espeak-ng cannot speak is tried again when it is asked.
struct SpeechWorker: Sendable {
    private static let interval: Int32 = 3000
    private static let batch = 20
    /// The language of a session unless its booking says otherwise.
    private static let usualLanguage = "en-IN"
    private static let shortestPause = Duration.seconds(5)
    private static let longestPause = Duration.seconds(600)

    let chore: Chore
    /// `nil` where espeak-ng speaks.
    let endpoint: EndpointVoice?

    func run() {
        var pause = SpeechWorker.shortestPause
        var notBefore = ContinuousClock.now
        var isPrepared = false
        chore.repeat(every: SpeechWorker.interval, orSay: "Questions wait for their voice") { database in
            guard ContinuousClock.now >= notBefore else { return }
            do {
                let db = try database.open()
                if !isPrepared { try prepare(db) }
                isPrepared = true
                while !chore.stop.isRaised, try speakSome(db) > 0 { pause = SpeechWorker.shortestPause }
            } catch let error as SpeechError {
                chore.log.warning(
                    "The speech endpoint is asked again later; espeak-ng speaks until then",
                    metadata: ["reason": "\(error)", "seconds": "\(pause.components.seconds)"]
                )
                notBefore = .now + pause
                pause = min(pause * 2, SpeechWorker.longestPause)
            }
        }
    }

    /// Has the practice question ready, and with another voice than before everything to come spoken again.
    private func prepare(_ db: Connection) throws {
        try speak(DefaultQuestions.practice.text, in: SpeechWorker.usualLanguage)
        let (last, endpoint) = (
            LastVoice(mediaFolder: chore.settings.mediaFolder), chore.settings.spokenQuestions.endpoint
        )
        guard try last.isDifferent(from: endpoint) else { return }
        try SpeechQueueStore(db).forgetSpoken(at: SystemClock.read())
        try last.note(endpoint)
    }

    /// How many questions and sessions were done.
    private func speakSome(_ db: Connection) throws -> Int {
        let (queue, now) = (SpeechQueueStore(db), SystemClock.read())
        let questions = try queue.questions(limit: SpeechWorker.batch)
        for question in questions {
            try speak(question.text, in: SpeechWorker.usualLanguage)
            try queue.note(question, at: now)
        }
        let sessions = try queue.sessions(limit: SpeechWorker.batch, at: now)
        for id in sessions {
            if let session = try SessionStore(db).session(.id(id)) {
                for question in try QuestionStore(db).plan(for: session).questions {
                    try speak(question.text, in: session.languageCode)
                }
            }
            try queue.note(id, at: now)
        }
        return questions.count + sessions.count
    }

    /// Throws only `SpeechError`, and only what says nothing about this text.
    private func speak(_ text: String, in language: String) throws {
        let folder = chore.settings.mediaFolder
        do {
            if let endpoint {
                _ = try endpoint.file(saying: text, language: language)
            } else {
                _ = try EspeakVoice(mediaFolder: folder).file(saying: text, language: language)
            }
        } catch let error as SpeechError where !error.concernsText {
            throw error
        } catch {
            chore.log.warning("A question could not be spoken ahead", metadata: ["reason": "\(error)"])
        }
    }
}
