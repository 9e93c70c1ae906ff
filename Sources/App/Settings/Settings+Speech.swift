import FoundationEssentials
import HTTPClient
import Speech

extension Settings {
    /// Who speaks the questions: a service on the network if one is named, or else espeak-ng.
    struct SpokenQuestions: Sendable {
        let endpoint: SpeechEndpoint?
        private let caFile: String?
        private let timeoutSeconds: Int

        init(_ reader: inout SettingsReader) {
            caFile = reader.text("SPEECH_CA_FILE")
            timeoutSeconds = reader.int("SPEECH_TIMEOUT", default: 30, in: 1...300)
            let model = reader.text("SPEECH_MODEL", default: "tts-1")
            let voice = reader.text("SPEECH_VOICE", default: "alloy")
            endpoint = reader.text("SPEECH_URL").map { SpeechEndpoint(url: $0, model: model, voice: voice) }
            if let endpoint, !SpokenQuestions.isAddress(endpoint.url) {
                reader.refuse(
                    "SPEECH_URL",
                    "the whole address, such as https://api.openai.com/v1/audio/speech, and only on this machine http"
                )
            }
        }

        /// Speaks through the endpoint, if there is one, with the key that only `deliver` has.
        func voice(key: String?, mediaFolder: String) -> EndpointVoice? {
            endpoint.map { endpoint in
                let options = HTTPClient.Options(
                    caFile: caFile,
                    totalTimeout: .seconds(timeoutSeconds),
                    largestAnswer: 64 << 20
                )
                return EndpointVoice(endpoint, key: key, client: HTTPClient(options), mediaFolder: mediaFolder)
            }
        }

        /// The key must not cross a network in the open.
        private static func isAddress(_ text: String) -> Bool {
            let isPlain = text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
            guard isPlain, let url = URL(string: text), let host = url.host(), !host.isEmpty, url.user() == nil else {
                return false
            }
            switch url.scheme {
            case "https": return true
            case "http": return ["localhost", "127.0.0.1", "::1"].contains(host)
            default: return false
            }
        }
    }
}

extension Environment {
    /// The key of the speech endpoint; it may also be the credential that systemd hands over.
    var speechKey: String? { secret("SPEECH_KEY", credential: "speech-key") }
}
