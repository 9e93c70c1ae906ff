import FoundationEssentials

/// The operations that `docs/openapi.yaml` describes, read by the layout that the file keeps.
///
/// Below `paths:`, a path stands after two spaces and a method after four; a path that is another's copy has a `$ref`.
struct APIDescription {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Texts like `GET /api/jobs/{id}/`.
    private(set) var operations: Set<String> = []

    init(_ text: String) throws {
        var methods: [String: [String]] = [:]
        var copies: [String: String] = [:]
        var path: String?
        for line in text.split(separator: "\n").drop(while: { $0 != "paths:" }).dropFirst() {
            if line.hasPrefix("     ") { continue }
            if !line.hasPrefix(" ") { break }
            let content = line.drop { $0 == " " }
            switch (line.count - content.count, path) {
            case (2, _) where content.hasPrefix("/") && content.hasSuffix(":"):
                path = String(content.dropLast())
                guard methods.updateValue([], forKey: String(content.dropLast())) == nil else {
                    throw Failure(description: "\(content) is described twice")
                }
            case (4, let path?) where content.hasPrefix("$ref: \"#/paths/"):
                copies[path] = String(content.dropFirst("$ref: \"#/paths/".count).dropLast()).replacing("~1", with: "/")
            case (4, let path?) where APIDescription.methods.contains(content):
                methods[path, default: []].append(content.dropLast().uppercased())
            case (4, _?) where content == "parameters:": continue
            default: throw Failure(description: "this line does not keep the layout: \(line)")
            }
        }
        for (path, original) in copies { methods[path] = methods[original] }
        for (path, names) in methods {
            guard !names.isEmpty else { throw Failure(description: "\(path) has no operation") }
            operations.formUnion(names.map { "\($0) \(path)" })
        }
    }

    private static let methods: Set<Substring> = ["get:", "put:", "post:", "patch:", "delete:"]
}
