/// Recordings in a folder: `<session>/<recording>/<number>.chunk`.
///
/// A chunk appears under its name only when it is whole and safe: it is written beside it, synced, then linked. The
/// first bytes to get the name keep it, however many ask at once. Any thread may use it.
public struct FolderStorage: RecordingStorage {
    private let folder: String

    public init(folder: String) { self.folder = folder }

    /// Where an installation keeps its recordings, below the folder of everything that is no row.
    public init(mediaFolder: String) { self.init(folder: mediaFolder + "/recordings") }

    public func store(_ bytes: [UInt8], as chunk: ChunkName) throws(StorageError) -> ChunkOutcome {
        let place = folder(session: chunk.sessionID, recording: chunk.recordingID)
        try Files.makeFolder(place)
        let path = "\(place)/\(FolderStorage.fileName(chunk.number))"
        if try Files.size(of: path) != nil { return try compare(bytes, path) }
        let temporary = "\(path).\(UInt64.random(in: 0 ... .max)).part"
        try Files.write(bytes, toNew: temporary)
        do throws(StorageError) {
            let isNew = try Files.link(temporary, as: path)
            try Files.remove(temporary)
            try Files.syncFolder(place)
            return isNew ? .stored : try compare(bytes, path)
        } catch {
            // The failure that matters is the first one; a part that stays behind is never read.
            try? Files.remove(temporary)
            throw error
        }
    }

    public func folder(session: String, recording: String) -> String { "\(folder)/\(session)/\(recording)" }

    public func join(
        _ numbers: [Int],
        session: String,
        recording: String,
        toNew path: String
    ) throws(StorageError) {
        let place = folder(session: session, recording: recording)
        try Files.join(numbers.map { "\(place)/\(FolderStorage.fileName($0))" }, toNew: path)
    }

    public func remove(session: String, recording: String) throws(StorageError) {
        try Files.removeTree(folder(session: session, recording: recording))
        try Files.removeFolderIfEmpty("\(folder)/\(session)")
    }

    public func freeBytes() throws(StorageError) -> Int {
        try Files.makeFolder(folder)
        return try Files.freeBytes(at: folder)
    }

    /// Zero padded, so that the names' order is the chunks'.
    static func fileName(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".chunk"
    }

    private func compare(_ bytes: [UInt8], _ path: String) throws(StorageError) -> ChunkOutcome {
        try Files.read(path) == bytes ? .wasThere : .taken
    }
}
