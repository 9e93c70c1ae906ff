import CivilTime
import Domain
import FastCGI
import Logging
import MariaDB
import Media
import Programs
import Storage
import Store

/// The thread that makes of each answer's chunks what a person can watch.
struct AnswerWorker: Sendable {
    private static let interval: Int32 = 2000
    /// Turns between two looks for parts that were left behind: an hour.
    private static let sweepTurns = 1800

    let chore: Chore

    private var storage: FolderStorage { FolderStorage(mediaFolder: chore.settings.mediaFolder) }

    func run() {
        var turn = 0
        chore.repeat(every: AnswerWorker.interval, orSay: "Recordings wait") { database in
            if turn % AnswerWorker.sweepTurns == 0 { sweep() }
            turn += 1
            let queue = AnswerQueueStore(try database.open())
            while !chore.stop.isRaised, let task = try queue.claim(at: SystemClock.read()) { try make(task, queue) }
        }
    }

    /// What fails is tried again later; a recording that cannot be made into anything keeps its chunks.
    private func make(_ task: AnswerQueueStore.Task, _ queue: AnswerQueueStore) throws {
        guard !task.chunks.isEmpty else { return try queue.noteEmpty(task) }
        let recording = task.recording
        let answer: MadeAnswer
        do {
            answer = try AnswerMaker(storage: storage)
                .make(
                    task.chunks,
                    session: recording.sessionID.text,
                    recording: recording.id.text,
                    mediaType: recording.mediaType
                )
        } catch {
            chore.log.warning(
                "A recording could not be prepared",
                metadata: ["recording.id": "\(recording.id)", "reason": "\(error)"]
            )
            return try queue.noteFailure(task, at: SystemClock.read())
        }
        try queue.note(
            ReviewedRecording.Media(
                name: answer.name,
                milliseconds: answer.milliseconds,
                size: answer.size,
                sha256: answer.sha256,
                hasPoster: answer.hasPoster,
                hasWaveform: answer.hasWaveform
            ),
            of: task
        )
        chore.log.info(
            "A recording was prepared",
            metadata: ["recording.id": "\(recording.id)", "duration_ms": "\(answer.milliseconds)"]
        )
    }

    private func sweep() {
        do {
            try Files.makeFolder(chore.settings.mediaFolder)
            try AnswerMaker.sweepParts(below: chore.settings.mediaFolder)
        } catch {
            chore.log.warning("Parts that were left behind could not be swept", metadata: ["reason": "\(error)"])
        }
    }
}
