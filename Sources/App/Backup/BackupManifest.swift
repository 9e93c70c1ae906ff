import CivilTime
import JSON

/// What a backup says of itself, in `manifest.json`; it is written last, so that a backup that has one is whole.
struct BackupManifest: Equatable {
    /// Of the layout; a release reads the ones it knows.
    static let format = 1

    let release: String
    /// The highest version of a migration that the database had.
    let schema: Int
    let madeAt: String
    let database: String
    let files: Int
    let bytes: Int

    var text: String {
        let object: JSON.Object = [
            "format": .int(Int64(BackupManifest.format)),
            "release": .string(release),
            "schema": .int(Int64(schema)),
            "made_at": .string(madeAt),
            "database": .string(database),
            "files": .int(Int64(files)),
            "bytes": .int(Int64(bytes)),
        ]
        return JSON.object(object).text + "\n"
    }

    init(release: String, schema: Int, madeAt: String, database: String, files: Int, bytes: Int) {
        self.release = release
        self.schema = schema
        self.madeAt = madeAt
        self.database = database
        self.files = files
        self.bytes = bytes
    }

    /// Throws what to do when the text is none that this release can read.
    init(_ text: String) throws(Refusal) {
        let json: JSON
        do throws(JSONError) {
            json = try JSON.parse(text)
        } catch {
            throw Refusal("Its manifest.json is damaged.")
        }
        guard let format = json["format"]?.int, let schema = json["schema"]?.int, let files = json["files"]?.int,
            let bytes = json["bytes"]?.int
        else { throw Refusal("Its manifest.json is damaged.") }
        guard format == Int64(BackupManifest.format) else {
            throw Refusal("It was made by another release, in a form that this one does not know (format \(format)).")
        }
        self.init(
            release: json["release"]?.string ?? "",
            schema: Int(schema),
            madeAt: json["made_at"]?.string ?? "",
            database: json["database"]?.string ?? "",
            files: Int(files),
            bytes: Int(bytes)
        )
    }
}
