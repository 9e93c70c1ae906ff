import Programs
import Storage

/// espeak-ng, each text spoken once and kept.
///
/// Any thread may use it.
public struct EspeakVoice: Voice {
    /// Longer texts are cut: nobody listens to more, and it must fit into a pipe at once.
    private static let longestText = 4000

    private let folder: SoundFolder
    private let program: String
    private let timeout: Duration

    public init(folder: String, program: String = "espeak-ng", timeout: Duration = .seconds(5)) {
        self.folder = SoundFolder(folder)
        self.program = program
        self.timeout = timeout
    }

    /// With its files where an installation keeps them, below the folder of everything that is no row.
    public init(mediaFolder: String) { self.init(folder: mediaFolder + "/audio") }

    public func file(saying text: String, language: String) throws -> String {
        let voice = EspeakVoice.voice(for: language)
        let words = Array(text.utf8.filter { $0 != 0 }.prefix(EspeakVoice.longestText))
        let name = SoundFolder.name(voice: voice, words: words)
        if try folder.holds(name) { return name }
        try folder.keep(name) { path in
            try Program.run(
                program,
                ["-b", "1", "-v", voice, "-s", "155", "--stdin", "-w", path],
                input: words,
                timeout: timeout
            )
            guard let size = try Files.size(of: path), size > EspeakVoice.headerSize else {
                throw ProgramError(program, .failed)
            }
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
