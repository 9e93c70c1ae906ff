/// The container of an answer, from the media type of its recording.
struct AnswerFormat: Equatable {
    let ending: String
    let hasPicture: Bool

    init(mediaType: String) {
        hasPicture = mediaType.lowercased().hasPrefix("video/")
        let container = mediaType.lowercased().prefix { $0 != ";" }.split(separator: "/").last ?? ""
        ending = ["mp4", "ogg"].contains(container) ? String(container) : "webm"
    }

    /// What ffmpeg is told: the index of an MP4 comes first, so that it plays before it is whole.
    var options: [String] { (ending == "mp4" ? ["-movflags", "+faststart"] : []) + ["-f", ending] }
}
