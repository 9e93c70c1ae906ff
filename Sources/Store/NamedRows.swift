import MariaDB

/// Rows that a request names, found by outer joins to the row of its caller: each statement more costs a lookup that a join
/// does not (parsing apart, MariaDB opens tables and plans anew for each).
///
/// A joined row that is not there leaves its columns NULL. What is found is to be shown to nobody before it is known that the
/// caller may see it.
public struct NamedRows<Found> {
    let columns: SQL
    /// Outer joins, or the caller would be missing with what was named.
    let joins: SQL
    let read: (inout Row) throws(DatabaseError) -> Found
}
