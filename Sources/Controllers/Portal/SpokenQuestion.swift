import Domain
import Speech
import Logging

/// Where the sound of a question is.
enum SpokenQuestion {
    /// The address of a file that says `text`; empty if none could be made, and then the browser speaks or nobody does.
    static func address(saying text: String, to session: PortalSession, _ work: Work) -> String {
        do {
            let name = try work.configuration.voice.file(saying: text, language: session.languageCode)
            return "/portal/audio/" + name
        } catch {
            work.log.warning("A question could not be spoken", metadata: ["reason": "\(error)"])
            return ""
        }
    }
}
