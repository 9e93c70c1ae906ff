public import Programs
import Secrets
public import Storage

/// Makes of a recording's chunks what a person can watch: a file that seeks, a poster and a waveform.
///
/// Sound and picture are copied, not encoded again. Any thread may use it.
public struct AnswerMaker: Sendable {
    private let storage: any RecordingStorage
    private let ffmpeg: String
    private let ffprobe: String
    private let timeout: Duration

    public init(
        storage: any RecordingStorage,
        ffmpeg: String = "ffmpeg",
        ffprobe: String = "ffprobe",
        timeout: Duration = .seconds(300)
    ) {
        self.storage = storage
        self.ffmpeg = ffmpeg
        self.ffprobe = ffprobe
        self.timeout = timeout
    }

    /// Puts the chunks of those numbers together, gaps or not; what was made before is replaced.
    public func make(_ numbers: [Int], session: String, recording: String, mediaType: String) throws -> MadeAnswer {
        let format = AnswerFormat(mediaType: mediaType)
        let folder = storage.folder(session: session, recording: recording)
        let workspace = "\(folder)/\(RandomBytes.make(count: 8).hex)"
        let (joined, answer) = (workspace + ".joined.part", workspace + ".answer.part")
        defer {
            // A part that cannot be removed is swept later.
            for path in [joined, answer] { try? Files.remove(path) }
        }
        try storage.join(numbers, session: session, recording: recording, toNew: joined)
        try run(["-i", joined, "-map", "0", "-c", "copy"] + format.options + [answer])
        let milliseconds = try duration(of: answer, workspace)
        let poster = format.hasPicture && picture(["-i", answer] + Self.poster, workspace, "\(folder)/poster.jpg")
        let waveform = picture(["-i", answer] + Self.waveform, workspace, "\(folder)/waveform.png")
        try Files.sync(answer)
        var hash = SHA256()
        var size = 0
        try Files.pieces(of: answer) { piece in
            hash.update(piece)
            size += piece.count
        }
        let name = "answer." + format.ending
        try Files.rename(answer, to: "\(folder)/\(name)")
        try Files.syncFolder(folder)
        return MadeAnswer(
            name: name,
            milliseconds: milliseconds,
            size: size,
            sha256: hash.finalize(),
            hasPoster: poster,
            hasWaveform: waveform
        )
    }

    /// Removes what was left half-made or half-received more than two hours ago.
    public static func sweepParts(below folder: String) throws(ProgramError) {
        try Program.run(
            "find",
            [folder, "-type", "f", "-name", "*.part", "-mmin", "+120", "-delete"],
            timeout: .seconds(300)
        )
    }

    private static let poster = [
        "-frames:v", "1", "-vf", "thumbnail=20,scale=480:-2", "-c:v", "mjpeg", "-f", "image2",
    ]
    private static let waveform = [
        "-filter_complex", "aformat=channel_layouts=mono,showwavespic=s=800x80:colors=#1f5f5b", "-frames:v", "1",
        "-c:v", "png", "-f", "image2",
    ]

    private func run(_ arguments: [String]) throws(ProgramError) {
        try Program.run(
            "nice",
            ["-n", "10", ffmpeg, "-nostdin", "-v", "error", "-y"] + arguments,
            timeout: timeout
        )
    }

    /// A still picture; an answer without one is an answer all the same.
    private func picture(_ arguments: [String], _ workspace: String, _ path: String) -> Bool {
        let part = workspace + ".picture.part"
        do {
            try run(arguments + [part])
            guard let size = try Files.size(of: part), size > 0 else { return false }
            try Files.rename(part, to: path)
            return true
        } catch {
            // Nothing could be drawn, as of a second of silence; a part that stays behind is swept.
            try? Files.remove(part)
            return false
        }
    }

    /// How long the file is, by what is in it.
    private func duration(of path: String, _ workspace: String) throws -> Int {
        let output = workspace + ".duration.part"
        defer {
            // A part that cannot be removed is swept later.
            try? Files.remove(output)
        }
        try Program.run(
            ffprobe,
            ["-v", "error", "-show_entries", "format=duration", "-of", "default=nw=1:nk=1", "-o", output, path],
            timeout: timeout
        )
        let text = String(decoding: try Files.read(output), as: UTF8.self)
        guard let seconds = Double(text.prefix { !$0.isWhitespace }), seconds > 0, seconds < 1e7 else {
            throw ProgramError(ffprobe, .failed)
        }
        return Int(seconds * 1000)
    }
}
