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

    let settings: Settings
    let migrations: [Migration]
    let stop: StopSignal
    let log: Logger

    private var storage: FolderStorage { FolderStorage(folder: settings.mediaFolder + "/recordings") }

    func run() {
        let database = WorkerDatabase(settings.database, migrations)
        var hasFailed = false
        var turn = 0
        repeat {
            if turn % AnswerWorker.sweepTurns == 0 { sweep() }
            turn += 1
            do {
                let queue = AnswerQueueStore(try database.open())
                while !stop.isRaised, let task = try queue.claim(at: SystemClock.read()) { try make(task, queue) }
                hasFailed = false
            } catch {
                database.close()
                let failure = FailureAnswer(error, requestID: "")
                if !hasFailed { log.log(level: failure.level, "Recordings wait", metadata: failure.metadata) }
                hasFailed = true
            }
        } while !stop.wait(milliseconds: AnswerWorker.interval)
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
            log.warning(
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
        log.info(
            "A recording was prepared",
            metadata: ["recording.id": "\(recording.id)", "duration_ms": "\(answer.milliseconds)"]
        )
    }

    private func sweep() {
        do {
            try Files.makeFolder(settings.mediaFolder)
            try AnswerMaker.sweepParts(below: settings.mediaFolder)
        } catch {
            log.warning("Parts that were left behind could not be swept", metadata: ["reason": "\(error)"])
        }
    }
}
