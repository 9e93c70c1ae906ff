/// Where the bytes of recordings are kept.
///
/// A folder by default; an object store could stand beside it.
public protocol RecordingStorage: Sendable {
    /// Keeps a chunk; when this returns, the bytes outlive a loss of power.
    func store(_ bytes: [UInt8], as chunk: ChunkName) throws(StorageError) -> ChunkOutcome

    /// The folder of a recording, where what is made of it is kept beside its chunks.
    func folder(session: String, recording: String) -> String

    /// Puts those chunks of a recording one after the other into a new file.
    func join(_ numbers: [Int], session: String, recording: String, toNew path: String) throws(StorageError)

    /// Removes all that is kept of a recording; nothing if that is gone already.
    func remove(session: String, recording: String) throws(StorageError)

    /// Bytes for which there is room.
    func freeBytes() throws(StorageError) -> Int
}

/// Which part of which recording a chunk is; all three are this server's own words.
public struct ChunkName: Equatable, Sendable {
    public let sessionID: String
    public let recordingID: String
    public let number: Int

    public init(sessionID: String, recordingID: String, number: Int) {
        self.sessionID = sessionID
        self.recordingID = recordingID
        self.number = number
    }
}

/// What came of keeping a chunk.
public enum ChunkOutcome: Equatable, Sendable {
    case stored
    /// The same bytes were there.
    case wasThere
    /// Other bytes have the name and keep it.
    case taken
}
