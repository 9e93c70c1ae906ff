import Glibc
import Storage
import TestSupport
import Testing

/// A folder that goes when the test ends.
private final class Folder {
    let path: String

    init() {
        var name = Array("/tmp/storage-XXXXXX".utf8CString)
        path = unsafe String(cString: mkdtemp(&name))
    }

    deinit { _ = unsafe system("rm -rf \(path)") }

    /// Paths of the files below, in order.
    var files: [String] {
        var paths: [String] = []
        guard let pipe = unsafe popen("cd \(path) && find . -type f | sort", "r") else { return [] }
        defer { unsafe pclose(pipe) }
        var line = [CChar](repeating: 0, count: 4096)
        while unsafe fgets(&line, Int32(line.count), pipe) != nil {
            paths.append(
                String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            )
        }
        return paths
    }
}

struct FolderStorageTests {
    private let folder = Folder()
    private let chunk = ChunkName(sessionID: "s", recordingID: "r", number: 7)

    private var storage: FolderStorage { FolderStorage(folder: folder.path + "/recordings") }

    @Test func `a chunk is one file with its bytes, and nothing is left beside it`() throws {
        let bytes = [UInt8](repeating: 3, count: 300_000)

        #expect(try storage.store(bytes, as: chunk) == .stored)

        #expect(folder.files == ["./recordings/s/r/000007.chunk"])
        #expect(try Files.read(folder.path + "/recordings/s/r/000007.chunk") == bytes)
    }

    @Test func `the same chunk again is there already`() throws {
        #expect(try storage.store([1, 2, 3], as: chunk) == .stored)
        #expect(try storage.store([1, 2, 3], as: chunk) == .wasThere)
        #expect(folder.files.count == 1)
    }

    @Test func `other bytes do not replace a chunk`() throws {
        #expect(try storage.store([1, 2, 3], as: chunk) == .stored)
        #expect(try storage.store([9], as: chunk) == .taken)
        #expect(try Files.read(folder.path + "/recordings/s/r/000007.chunk") == [1, 2, 3])
    }

    @Test func `a part left by a process that was killed does not disturb`() throws {
        try Files.makeFolder(folder.path + "/recordings/s/r")
        try Files.write([9, 9], toNew: folder.path + "/recordings/s/r/000007.chunk.123.part")

        #expect(try storage.store([1], as: chunk) == .stored)
        #expect(try Files.read(folder.path + "/recordings/s/r/000007.chunk") == [1])
    }

    @Test(arguments: [(ENOSPC, StorageError.Kind.full), (EDQUOT, .full), (ENOENT, .missing), (EIO, .other)])
    func `a failure has its kind, and names no path`(code: Int32, kind: StorageError.Kind) {
        let error = StorageError(operation: "write", code: code)
        #expect(error.kind == kind)
        #expect(error.description.hasPrefix("write failed: "))
    }

    @Test func `a place that cannot be made is a failure`() {
        #expect(throws: StorageError.self) { try FolderStorage(folder: "/proc/nothing").store([1], as: chunk) }
        #expect(throws: StorageError.self) { try FolderStorage(folder: "/dev/null").store([1], as: chunk) }
    }

    @Test func `there is room where there is a disk`() throws {
        #expect(try storage.freeBytes() > 1_000_000)
    }

    @Test func `of many that write different bytes at once one wins, and its bytes stay whole`() throws {
        let storage = storage
        let chunk = chunk
        let outcomes = try concurrently(8) { index in
            try storage.store([UInt8](repeating: UInt8(index), count: 200_000), as: chunk)
        }

        #expect(outcomes.filter { $0 == .stored }.count == 1)
        #expect(outcomes.filter { $0 == .taken }.count == 7)
        let bytes = try Files.read(folder.path + "/recordings/s/r/000007.chunk")
        #expect(bytes.count == 200_000 && Set(bytes).count == 1)
        #expect(outcomes[Int(bytes[0])] == .stored)
        #expect(folder.files.count == 1)
    }

    @Test func `a recording is removed with all that was made of it, and others stay`() throws {
        let folder = Folder()
        let storage = FolderStorage(folder: folder.path)
        for (session, recording) in [("s", "a"), ("s", "b"), ("t", "c")] {
            _ = try storage.store([1], as: ChunkName(sessionID: session, recordingID: recording, number: 0))
        }
        try Files.write([2], toNew: folder.path + "/s/a/answer.webm")

        for _ in 0..<2 { try storage.remove(session: "s", recording: "a") }
        try storage.remove(session: "t", recording: "c")

        #expect(folder.files == ["./s/b/000000.chunk"])
        #expect(try Files.names(in: folder.path) == ["s"])
    }
}
