public import Mustache

/// The page on which a user ends the mail about interviews.
public struct UnsubscribePage: MustacheParent, Sendable {
    public static let template = "unsubscribe"

    private let isDone: Bool

    /// Asks whether to end it.
    public static let question = UnsubscribePage(isDone: false)
    /// Says that it has ended.
    public static let answer = UnsubscribePage(isDone: true)

    public func child(named name: String) -> Any? {
        switch name {
        case "page_title": isDone ? "Mail ended" : "End mail"
        case "is_done": isDone
        default: nil
        }
    }
}
