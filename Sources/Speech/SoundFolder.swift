import Secrets
import Storage

/// The folder of spoken questions, each file under the hash of the voice and the words.
///
/// Any thread may use it; two that make one file at once make the same, and the last one's name stays.
struct SoundFolder: Sendable {
    private let path: String

    init(_ path: String) { self.path = path }

    /// The file's name; whoever has the same voice say the same has the same file.
    static func name(voice: String, words: [UInt8]) -> String {
        SHA256.hash(Array("\(voice)\n".utf8) + words).hex + ".wav"
    }

    func holds(_ name: String) throws -> Bool { try Files.size(of: "\(path)/\(name)") != nil }

    /// Keeps what `make` writes into the file whose path it is given, once the disk has it.
    func keep(_ name: String, _ make: (String) throws -> Void) throws {
        try Files.makeFolder(path)
        let temporary = "\(path)/\(name).\(RandomBytes.make(count: 8).hex).part"
        do {
            try make(temporary)
            try Files.sync(temporary)
            try Files.rename(temporary, to: "\(path)/\(name)")
        } catch {
            // The failure that matters is the first one; a part that stays behind is never read.
            try? Files.remove(temporary)
            throw error
        }
    }
}
