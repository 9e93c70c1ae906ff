public import HTTPClient
import JSON
import Storage

/// Where a service that understands OpenAI's "Create speech" (`POST /v1/audio/speech`) is, and which of its voices speaks.
public struct SpeechEndpoint: Equatable, Sendable {
    /// The whole address, such as `https://api.openai.com/v1/audio/speech`.
    public let url: String
    public let model: String
    public let voice: String

    public init(url: String, model: String, voice: String) {
        self.url = url
        self.model = model
        self.voice = voice
    }

    /// The same for all that sounds the same.
    public var identity: String { "\(url)\n\(model)\n\(voice)" }

    /// The name of the file that says `text`, whether it was made or not.
    func fileName(saying text: String, language: String) -> String {
        SoundFolder.name(
            voice: "\(identity)\n\(language)",
            words: Array(SpeechEndpoint.input(text).utf8)
        )
    }

    /// What is sent of a text: OpenAI takes 4096 characters.
    static func input(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\0" }.prefix(4000)))
    }
}

/// Has texts spoken by an endpoint, each once; needs the network.
///
/// Any thread may use it.
public struct EndpointVoice: Voice {
    private let endpoint: SpeechEndpoint
    private let key: String?
    private let client: HTTPClient
    private let folder: SoundFolder

    /// `key` is sent as `Authorization: Bearer` and nowhere else; an endpoint of one's own may need none.
    public init(_ endpoint: SpeechEndpoint, key: String?, client: HTTPClient, mediaFolder: String) {
        self.endpoint = endpoint
        self.key = key
        self.client = client
        folder = SoundFolder(mediaFolder + "/audio")
    }

    /// Throws `SpeechError`, or what the disk says.
    public func file(saying text: String, language: String) throws -> String {
        let name = endpoint.fileName(saying: text, language: language)
        if try folder.holds(name) { return name }
        let sound = try spoken(text)
        try folder.keep(name) { path in try Files.write(sound, toNew: path) }
        return name
    }

    private func spoken(_ text: String) throws(SpeechError) -> [UInt8] {
        let order: JSON.Object = [
            "model": .string(endpoint.model),
            "voice": .string(endpoint.voice),
            "input": .string(SpeechEndpoint.input(text)),
            "response_format": "wav",
        ]
        var headers = ["Content-Type: application/json", "Accept: audio/wav"]
        if let key { headers.append("Authorization: Bearer \(key)") }
        let answer: HTTPClient.Answer
        do throws(HTTPClientError) {
            answer = try client.post(endpoint.url, headers: headers, body: order.encoded())
        } catch {
            throw .unreachable("\(error)")
        }
        guard answer.status == 200 else { throw .refused(status: answer.status) }
        guard let sound = WaveSound(answer.body) else { throw .noSound }
        return sound.bytes
    }
}

/// Why an endpoint did not speak.
public enum SpeechError: Error, Equatable, Sendable, CustomStringConvertible {
    case unreachable(String)
    case refused(status: Int)
    case noSound

    /// Whether this text will never be spoken there; everything else may come right, or be set right.
    public var concernsText: Bool {
        switch self {
        case .refused(let status): [400, 413, 422].contains(status)
        case .unreachable, .noSound: false
        }
    }

    public var description: String {
        switch self {
        case .unreachable(let reason): "the speech endpoint was not reached: \(reason)"
        case .refused(401), .refused(403): "the speech endpoint does not accept the key (SPEECH_KEY)"
        case .refused(let status): "the speech endpoint answered with status \(status)"
        case .noSound: "the speech endpoint did not answer with a WAV file"
        }
    }
}
