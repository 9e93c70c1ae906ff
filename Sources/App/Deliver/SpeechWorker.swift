import CivilTime
import Domain
import FastCGI
import Logging
import MariaDB
import Speech
import Store

/// The thread that has questions spoken when they are saved or booked, so that nobody waits for the voice.
///
/// What it cannot speak is tried again when it is asked.
struct SpeechWorker: Sendable {
    private static let interval: Int32 = 3000
    private static let batch = 20
    /// The language of a session unless its booking says otherwise.
    private static let usualLanguage = "en-IN"

    let chore: Chore

    func run() {
        chore.repeat(every: SpeechWorker.interval, orSay: "Questions wait for their voice") { database in
            let db = try database.open()
            while !chore.stop.isRaised, try speakSome(db) > 0 {}
        }
    }

    /// How many questions and sessions were done.
    private func speakSome(_ db: Connection) throws -> Int {
        let (queue, now) = (SpeechQueueStore(db), SystemClock.read())
        let questions = try queue.questions(limit: SpeechWorker.batch)
        for question in questions {
            speak(question.text, in: SpeechWorker.usualLanguage)
            try queue.note(question, at: now)
        }
        let sessions = try queue.sessions(limit: SpeechWorker.batch, at: now)
        for id in sessions {
            if let session = try SessionStore(db).session(.id(id)) {
                for question in try QuestionStore(db).plan(for: session).questions {
                    speak(question.text, in: session.languageCode)
                }
            }
            try queue.note(id, at: now)
        }
        return questions.count + sessions.count
    }

    private func speak(_ text: String, in language: String) {
        do {
            _ = try EspeakVoice(mediaFolder: chore.settings.mediaFolder).file(saying: text, language: language)
        } catch {
            chore.log.warning("A question could not be spoken ahead", metadata: ["reason": "\(error)"])
        }
    }
}
