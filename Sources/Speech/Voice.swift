import Programs
import Secrets
import Storage

/// Reads texts aloud.
public protocol Voice: Sendable {
    /// The name of the sound file, in the folder for spoken questions, that says `text` in `language`.
    func file(saying text: String, language: String) throws -> String
}

/// espeak-ng, each text spoken once and kept under the hash of voice and words.
///
/// Any thread may use it; two that make one file at once make the same, and the last one's name stays.
public struct EspeakVoice: Voice {
    /// Longer texts are cut: nobody listens to more, and it must fit into a pipe at once.
    private static let longestText = 4000

    private let folder: String
    private let program: String
    private let timeout: Duration

    public init(folder: String, program: String = "espeak-ng", timeout: Duration = .seconds(5)) {
        self.folder = folder
        self.program = program
        self.timeout = timeout
    }

    /// With its files where an installation keeps them, below the folder of everything that is no row.
    public init(mediaFolder: String) { self.init(folder: mediaFolder + "/audio") }

    public func file(saying text: String, language: String) throws -> String {
        let voice = EspeakVoice.voice(for: language)
        let words = Array(text.utf8.filter { $0 != 0 }.prefix(EspeakVoice.longestText))
        let name = SHA256.hash(Array("\(voice)\n".utf8) + words).hex + ".wav"
        let path = "\(folder)/\(name)"
        if try Files.size(of: path) != nil { return name }
        try Files.makeFolder(folder)
        let temporary = "\(path).\(RandomBytes.make(count: 8).hex).part"
        do {
            try Program.run(
                program,
                ["-b", "1", "-v", voice, "-s", "155", "--stdin", "-w", temporary],
                input: words,
                timeout: timeout
            )
            guard let size = try Files.size(of: temporary), size > EspeakVoice.headerSize else {
                throw ProgramError(program, .failed)
            }
            try Files.sync(temporary)
            try Files.rename(temporary, to: path)
        } catch {
            // The failure that matters is the first one; a part that stays behind is never read.
            try? Files.remove(temporary)
            throw error
        }
        return name
    }

    /// Bytes of a WAV file without sound.
    private static let headerSize = 44

    /// espeak's voice for a language tag (BCP 47).
    ///
    /// It has none for Indian English: British is nearest.
    static func voice(for language: String) -> String {
        let parts = language.lowercased().split { $0 == "-" || $0 == "_" }
        switch (parts.first ?? "en", parts.dropFirst().first) {
        case ("en", "us"), ("en", "ca"): return "en-us"
        case ("en", _): return "en-gb"
        case (let primary, _) where known.contains(String(primary)): return String(primary)
        default: return "en-gb"
        }
    }

    private static let known: Set<String> = [
        "bn", "de", "es", "fr", "gu", "hi", "it", "kn", "ml", "mr", "nl", "pa", "pl", "pt", "ta", "te", "ur",
    ]
}
