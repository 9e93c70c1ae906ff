import Glibc
import Media
import Programs
import Storage
import Testing

/// A recording of two seconds in a folder of its own, in pieces as a browser sends them.
private final class RecordedAnswer {
    let folder: String
    let storage: FolderStorage

    init(_ type: String, pieces: Int) throws {
        var name = Array("/tmp/media-XXXXXX".utf8CString)
        folder = unsafe String(cString: mkdtemp(&name))
        storage = FolderStorage(folder: folder)
        let picture = ["-f", "lavfi", "-i", "testsrc=d=2:s=160x120:r=10"]
        let arguments =
            ["-v", "error", "-f", "lavfi", "-i", "sine=d=2"] + (type == "video/webm" ? picture : [])
            + ["-g", "5", "-cluster_time_limit", "300", "-live", "1", "-f", "webm", folder + "/source"]
        try Program.run("ffmpeg", arguments, timeout: .seconds(30))
        let bytes = try Files.read(folder + "/source")
        let size = bytes.count / pieces + 1
        for number in 0..<pieces {
            let piece = Array(bytes.dropFirst(number * size).prefix(size))
            _ = try storage.store(piece, as: ChunkName(sessionID: "s", recordingID: "r", number: number))
        }
    }

    deinit { _ = unsafe system("rm -rf \(folder)") }

    func files() throws -> [String] {
        try Program.run(
            "sh",
            ["-c", "cd \(folder)/s/r && ls -1 | sed /chunk/d > \(folder)/list"],
            timeout: .seconds(5)
        )
        return String(decoding: try Files.read(folder + "/list"), as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

struct AnswerMakerTests {
    @Test func `chunks become a file that seeks, with poster and waveform, and no part is left`() throws {
        let recorded = try RecordedAnswer("video/webm", pieces: 5)
        let maker = AnswerMaker(storage: recorded.storage)

        let answer = try maker.make(Array(0..<5), session: "s", recording: "r", mediaType: "video/webm;codecs=vp8,opus")

        #expect(1900...2200 ~= answer.milliseconds)
        #expect(answer.name == "answer.webm")
        #expect(answer.hasPoster && answer.hasWaveform)
        #expect(try recorded.files() == ["answer.webm", "poster.jpg", "waveform.png"])
        let bytes = try Files.read("\(recorded.folder)/s/r/answer.webm")
        #expect(bytes.count == answer.size)
        // The element that players look for when they seek (Matroska, "Cues").
        #expect(bytes.indices.contains { bytes[$0...].starts(with: [0x1C, 0x53, 0xBB, 0x6B]) })
    }

    @Test func `sound has no poster`() throws {
        let recorded = try RecordedAnswer("audio/webm", pieces: 1)

        let answer = try AnswerMaker(storage: recorded.storage)
            .make([0], session: "s", recording: "r", mediaType: "audio/webm")

        #expect(!answer.hasPoster && answer.hasWaveform)
    }

    @Test func `what is left of an answer with a gap can be watched`() throws {
        let recorded = try RecordedAnswer("video/webm", pieces: 8)

        let answer = try AnswerMaker(storage: recorded.storage)
            .make([0, 1, 2, 3, 4, 6, 7], session: "s", recording: "r", mediaType: "video/webm")

        #expect(answer.milliseconds > 500)
        #expect(answer.size > 0)
    }

    @Test func `bytes that are no recording fail and leave nothing behind`() throws {
        let recorded = try RecordedAnswer("audio/webm", pieces: 1)
        _ = try recorded.storage.store([1, 2, 3], as: ChunkName(sessionID: "s", recordingID: "r", number: 7))

        #expect(throws: ProgramError.self) {
            try AnswerMaker(storage: recorded.storage)
                .make([7], session: "s", recording: "r", mediaType: "audio/webm")
        }
        #expect(try recorded.files() == [])
    }

    @Test func `old parts are swept, young ones and chunks are not`() throws {
        let recorded = try RecordedAnswer("audio/webm", pieces: 1)
        let place = recorded.folder + "/s/r"
        for name in ["old.part", "young.part"] { try Files.write([1], toNew: "\(place)/\(name)") }
        let commands = "touch -d '3 hours ago' \(place)/old.part \(place)/000000.chunk"
        try Program.run("sh", ["-c", commands], timeout: .seconds(5))

        try AnswerMaker.sweepParts(below: recorded.folder)

        #expect(try Files.size(of: place + "/old.part") == nil)
        #expect(try Files.size(of: place + "/young.part") == 1)
        #expect(try Files.size(of: place + "/000000.chunk") != nil)
    }
}
