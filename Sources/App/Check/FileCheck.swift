import CivilTime
import FoundationEssentials
import Notifications
import Views

/// Whether the files that the server reads and writes are there.
struct FileCheck {
    /// The pages that the portal shows.
    private static let pages = [
        "portal", "portal-early", "portal-expired", "portal-cancelled", "portal-completed", "portal-invalid",
    ]
    /// Bytes below which there is soon no room for recordings.
    private static let lowSpace: Int64 = 1 << 30

    private let settings: Settings
    private let manager = FileManager.default

    init(_ settings: Settings) { self.settings = settings }

    func findings() -> [Finding] { [timeZone(), templates(), media(), secret()] }

    private func timeZone() -> Finding {
        let zone = settings.timeZone
        return .ok("time zone", "\(zone.identifier), now \(zone.displayName(at: SystemClock.read()))")
    }

    private func templates() -> Finding {
        do {
            let templates = try Templates(folder: settings.templatesFolder)
            let missing = FileCheck.pages.filter { !templates.names.contains($0) }
            guard missing.isEmpty else {
                return .fail(
                    "templates",
                    "\(settings.templatesFolder) (TEMPLATES_DIR) lacks \(missing.joined(separator: ", "))."
                )
            }
            let mail = MissingTemplates.byLanguage(templates)
            if let english = mail["en"] { return .fail("templates", english.description) }
            if let (language, missing) = mail.min(by: { $0.key < $1.key }) {
                return .warn("templates", "\(missing) Who reads \(language) is written to in English.")
            }
            return .ok("templates", "\(templates.names.count) in \(settings.templatesFolder)")
        } catch {
            return .fail("templates", "\(error) Set TEMPLATES_DIR to the release's templates.")
        }
    }

    private func media() -> Finding {
        let folder = settings.mediaFolder
        var isFolder = false
        guard manager.fileExists(atPath: folder, isDirectory: &isFolder), isFolder else {
            return .fail("media", "There is no folder \(folder) (MEDIA_DIR). Make it, owned by the service's user.")
        }
        let trial = folder + "/.check-\(UInt64.random(in: 0 ... .max))"
        guard manager.createFile(atPath: trial, contents: Data("x".utf8)),
            (try? manager.removeItem(atPath: trial)) != nil
        else {
            return .fail(
                "media",
                """
                The folder \(folder) (MEDIA_DIR) cannot be written by this user, or its disk is full. Give it to the \
                service's user.
                """
            )
        }
        guard let free = freeSpace(folder) else { return .ok("media", "\(folder) can be written") }
        guard free >= FileCheck.lowSpace else {
            return .warn("media", "\(folder) has \(free >> 20) MiB left: recordings will soon fail.")
        }
        return .ok("media", "\(folder) can be written, \(free >> 30) GiB free")
    }

    private func freeSpace(_ folder: String) -> Int64? {
        let attributes = try? manager.attributesOfFileSystem(forPath: folder)
        return attributes?[.systemFreeSize].flatMap(number)
    }

    private func secret() -> Finding {
        do {
            _ = try settings.secret()
        } catch {
            return .fail("secret key", "\(error)")
        }
        let file = settings.secretKeyFile ?? ""
        let attributes = try? manager.attributesOfItem(atPath: file)
        let permissions = attributes?[.posixPermissions].flatMap(number) ?? 0
        guard permissions & 0o077 == 0 else {
            return .warn("secret key", "Others than its owner can read \(file). Run: chmod 600 \(file)")
        }
        return .ok("secret key", file)
    }

    /// An attribute's value: an integer, or an `NSNumber` where the whole of Foundation is loaded.
    private func number(_ value: Any) -> Int64? { Int64("\(value)") }
}
