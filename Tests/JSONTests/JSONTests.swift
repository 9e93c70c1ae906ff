import JSON
import Testing

@Suite struct JSONTests {
    @Test func `an accessor answers for its own kind only`() {
        let all: [JSON] = [nil, true, 1, 1.5, "s", [2], ["k": 3]]

        #expect(all.map(\.isNull) == [true, false, false, false, false, false, false])
        #expect(all.map(\.bool) == [nil, true, nil, nil, nil, nil, nil])
        #expect(all.map(\.int) == [nil, nil, 1, nil, nil, nil, nil])
        #expect(all.map(\.double) == [nil, nil, 1, 1.5, nil, nil, nil])
        #expect(all.map(\.string) == [nil, nil, nil, nil, "s", nil, nil])
        #expect(all.map(\.array) == [nil, nil, nil, nil, nil, [2], nil])
        #expect(all.map(\.object) == [nil, nil, nil, nil, nil, nil, ["k": 3]])
    }

    @Test func `a whole number counts however it is written, as long as it is exact`() throws {
        let numbers = ["5", "5.0", "5e0", "-2.5E1", "5.5", "9007199254740993.0", "-9223372036854775809"]

        #expect(try numbers.map { try JSON.parse(Array($0.utf8)).int } == [5, 5, 5, -25, nil, nil, nil])
    }

    @Test func `a path through objects and arrays ends in nil where there is nothing`() {
        let value: JSON = ["a": [1, ["b": nil]]]

        #expect(value["a"]?[1]?["b"]?.isNull == true)
        #expect(value["a"]?[2]?.int == nil)
        #expect(value["a"]?[-1]?.int == nil)
        #expect(value["a"]?["b"]?.int == nil)
        #expect(value["x"]?.int == nil)
    }

    @Test func `an optional becomes a value or null`() {
        let values = [
            JSON(String?.none), JSON(Int?.some(1)), JSON(Int64?.none), JSON(2.5 as Double?), JSON(Bool?.none),
        ]

        #expect(values == [.null, 1, .null, 2.5, .null])
    }
}
