import Domain
import MariaDB
import Secrets
import Storage
import Store
import Web

/// The files of resumes: below the media folder, under names that the server makes, never served but by permission.
struct ResumeFolder {
    /// Why a file is not taken; the sentence is for the person who chose it.
    struct Refusal: Error {
        let sentence: String
    }

    private let mediaFolder: String
    private let limit: Int

    init(_ configuration: Configuration) {
        mediaFolder = configuration.mediaFolder
        limit = configuration.resumeLimit
    }

    /// Keeps an uploaded file, or throws a `Refusal`; when this returns, the bytes outlive a loss of power.
    private func keep(_ file: Multipart.Part) throws -> Resume {
        guard !file.body.isEmpty else { throw Refusal(sentence: "The submitted file is empty.") }
        guard file.body.count <= limit else {
            throw Refusal(sentence: "The file is larger than \(limit / 1_048_576) MiB.")
        }
        guard let format = ResumeFormat(content: file.body) else {
            throw Refusal(sentence: "The file is no PDF, Word document or plain text.")
        }
        let id = ResumeID(trusted: UUIDText.v4())
        let resume = Resume(
            id: id,
            path: "resumes/\(id)",
            originalName: ResumeFolder.plain(file.fileName ?? ""),
            mediaType: format.mediaType,
            size: file.body.count
        )
        try write(Array(file.body), of: resume)
        return resume
    }

    /// Keeps an uploaded file and does `work` with it, which writes its row; if that fails, the file goes again.
    func keep<Result>(_ file: Multipart.Part, _ work: (Resume) throws -> Result) throws -> Result {
        let resume = try keep(file)
        do {
            return try work(resume)
        } catch {
            // The failure that matters is the first one. Where the commit's answer was lost, the row may be there.
            if (error as? DatabaseError)?.kind != .commitUnknown { try? remove(resume.path) }
            throw error
        }
    }

    /// A resume of which there is no file.
    static func missing(named name: String) -> Resume {
        Resume(id: ResumeID(trusted: UUIDText.v4()), path: "", originalName: plain(name), mediaType: "", size: 0)
    }

    func remove(_ path: String) throws { try Files.remove(mediaFolder + "/" + path) }

    /// The name without control characters, no longer than its column.
    static func plain(_ name: String) -> String {
        OneLineText.cleaned(name).cut(to: 255)
    }

    private func write(_ bytes: [UInt8], of resume: Resume) throws {
        do throws(StorageError) {
            try Files.makeFolder(mediaFolder + "/resumes")
            try Files.write(bytes, toNew: mediaFolder + "/" + resume.path)
            try Files.syncFolder(mediaFolder + "/resumes")
        } catch {
            guard error.kind == .full else { throw error }
            throw HTTPError(.insufficientStorage, "There is no room for the file. Tell your administrator.")
        }
    }
}
