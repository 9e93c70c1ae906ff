/// Reads texts aloud.
public protocol Voice: Sendable {
    /// The name of the sound file, in the folder for spoken questions, that says `text` in `language`.
    func file(saying text: String, language: String) throws -> String
}

/// What an endpoint has spoken ahead, and espeak-ng at once for everything else.
///
/// Nobody who is asked a question waits for a service on the network, and a process without network can use it.
public struct PreparedVoice: Voice {
    private let endpoint: SpeechEndpoint?
    private let folder: SoundFolder
    private let espeak: EspeakVoice

    public init(_ endpoint: SpeechEndpoint?, mediaFolder: String) {
        self.endpoint = endpoint
        folder = SoundFolder(mediaFolder + "/audio")
        espeak = EspeakVoice(mediaFolder: mediaFolder)
    }

    public func file(saying text: String, language: String) throws -> String {
        if let name = endpoint?.fileName(saying: text, language: language), try folder.holds(name) { return name }
        return try espeak.file(saying: text, language: language)
    }
}
