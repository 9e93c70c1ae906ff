import Secrets
import Storage

/// Which voice last spoke ahead: once another is set, everything to come is to be spoken again.
public struct LastVoice: Sendable {
    private let path: String

    public init(mediaFolder: String) { path = mediaFolder + "/audio/.voice" }

    public func isDifferent(from endpoint: SpeechEndpoint?) throws -> Bool {
        guard try Files.size(of: path) != nil else { return true }
        return try Files.read(path) != LastVoice.mark(endpoint)
    }

    public func note(_ endpoint: SpeechEndpoint?) throws {
        try Files.makeFolder(String(path.dropLast("/.voice".count)))
        let temporary = "\(path).\(RandomBytes.make(count: 8).hex).part"
        try Files.write(LastVoice.mark(endpoint), toNew: temporary)
        try Files.rename(temporary, to: path)
    }

    private static func mark(_ endpoint: SpeechEndpoint?) -> [UInt8] {
        Array(SHA256.hash(Array((endpoint?.identity ?? "espeak-ng").utf8)).hex.utf8)
    }
}
