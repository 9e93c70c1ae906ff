import FoundationEssentials
public import Mustache

/// The templates of a folder, read and parsed once at start.
public struct Templates: Sendable {
    /// Why the folder cannot be used.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    private let library: MustacheLibrary
    /// The names that can be rendered: paths below the folder without `.mustache`.
    public let names: [String]

    /// Reads every `.mustache` file below `folder`; a missing folder, an unreadable file and a template that does not
    /// parse are failures that name the file.
    public init(folder: String) throws(Failure) {
        let manager = FileManager.default
        guard let paths = try? manager.subpathsOfDirectory(atPath: folder) else {
            throw Failure(description: "The templates folder \(folder) cannot be read.")
        }
        var library = MustacheLibrary()
        var names: [String] = []
        for path in paths.sorted() where path.hasSuffix(".mustache") {
            guard let data = manager.contents(atPath: folder + "/" + path),
                let text = String(validating: data, as: UTF8.self)
            else { throw Failure(description: "The template \(path) cannot be read as UTF-8.") }
            let name = String(path.dropLast(".mustache".count))
            do {
                try library.register(text, named: name)
            } catch {
                throw Failure(description: "The template \(path) does not parse: \(error)")
            }
            names.append(name)
        }
        self.library = library
        self.names = names
    }

    /// The template's text for `model`, or `nil` when there is no template of that name.
    public func render(_ name: String, _ model: some MustacheParent) -> String? {
        library.render(ModelReference(model), withTemplate: name)
    }

    /// Renders with fields only, without a view model.
    public func render(_ name: String, fields: [String: String]) -> String? {
        library.render(fields, withTemplate: name)
    }
}

/// A model by reference: the library casts it at each field, and casting a struct copies all that it holds.
private final class ModelReference<Model: MustacheParent>: MustacheParent {
    private let model: Model

    init(_ model: Model) { self.model = model }

    func child(named name: String) -> Any? { model.child(named: name) }
}
