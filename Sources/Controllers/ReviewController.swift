import Domain
import JSON
import Logging
import Store
import Views
import Web

/// An interview's recordings, for those who may see the interview; for everybody else there are none.
struct ReviewController {
    static let model = "Recording"

    var routes: [Route<Work>] {
        [
            .get("/api/interviews/:id/recordings/", list),
            .get("/api/interviews/:id/recordings/:recording/", show),
            .delete("/api/interviews/:id/recordings/:recording/", delete),
            .get("/api/interviews/:id/recordings/:recording/media/", media),
            .get("/api/interviews/:id/recordings/:recording/poster/", poster),
            .get("/api/interviews/:id/recordings/:recording/waveform/", waveform),
        ]
    }

    private func list(_ request: Request, _ work: Work) throws -> Response {
        let interview = try interview(request, work)
        let recordings = try ReviewStore(work.db).recordings(of: interview.id)
        return .json(.array(recordings.map { .object(json($0, interview, work)) }))
            .with("X-Total-Count", String(recordings.count))
    }

    /// One recording with its manifest.
    private func show(_ request: Request, _ work: Work) throws -> Response {
        let interview = try interview(request, work)
        let recording = try recording(request, of: interview, work)
        var object = json(recording, interview, work)
        object["chunks"] = RecordingJSON.chunks(recording.manifest)
        return .json(.object(object))
    }

    private func media(_ request: Request, _ work: Work) throws -> Response {
        let recording = try recording(request, of: try interview(request, work), work)
        guard let media = recording.media else { throw notMade }
        let type = recording.recording.mediaType.prefix { $0 != ";" }
        return file(media.name, of: recording, type: String(type), request)
    }

    private func poster(_ request: Request, _ work: Work) throws -> Response {
        let recording = try recording(request, of: try interview(request, work), work)
        guard recording.media?.hasPoster == true else { throw notMade }
        return file("poster.jpg", of: recording, type: "image/jpeg", request)
    }

    private func waveform(_ request: Request, _ work: Work) throws -> Response {
        let recording = try recording(request, of: try interview(request, work), work)
        guard recording.media?.hasWaveform == true else { throw notMade }
        return file("waveform.png", of: recording, type: "image/png", request)
    }

    /// Deletes a recording for good, as candidates may ask; what was said and typed stays.
    ///
    /// From here on nobody is shown it; `deliver` removes the files.
    private func delete(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let interview = try interview(request, work)
        try work.require(.delete, .recording, of: .init(interview.companyID), by: caller, model: Self.model)
        let recording = try recording(request, of: interview, work).recording
        if try RetentionStore(work.db).doom(recording.id) {
            work.log.notice(
                "A recording was deleted",
                metadata: ["recording.id": "\(recording.id)", "user.id": "\(caller.id)"]
            )
        }
        return Response(status: .noContent)
    }

    /// nginx sends the file, or the range of it that was asked for.
    private func file(_ name: String, of recording: ReviewedRecording, type: String, _ request: Request) -> Response {
        let (id, session) = (recording.recording.id, recording.recording.sessionID)
        let download = request.query("download") == "1" ? "\(id)-\(name)" : nil
        return Response.file("recordings/\(session)/\(id)/\(name)", type: type, downloadName: download)
            .with("Cache-Control", "private, no-store")
    }

    private func interview(_ request: Request, _ work: Work) throws -> Interview {
        let caller = try work.caller(request)
        let interview = try work.interview(request, .read, by: caller)
        try work.require(.read, .recording, of: .init(interview.companyID), by: caller, model: Self.model)
        return interview
    }

    private func recording(
        _ request: Request,
        of interview: Interview,
        _ work: Work
    ) throws -> ReviewedRecording {
        guard let id = RecordingID(request.parameter("recording")),
            let recording = try ReviewStore(work.db).recording(id, of: interview.id)
        else { throw HTTPError.noMatch(Self.model) }
        return recording
    }

    private func json(_ recording: ReviewedRecording, _ interview: Interview, _ work: Work) -> JSON.Object {
        RecordingJSON.object(
            recording,
            path: "/api/interviews/\(interview.id)/recordings/\(recording.recording.id)/",
            chunkMilliseconds: work.configuration.chunkSeconds * 1000
        )
    }

    private var notMade: HTTPError {
        .error(.notFound, "This has not been made of the recording yet; its state says why.")
    }
}
