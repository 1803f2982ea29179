namespace json

struct _Address {
    street: string
    zip: uint32
}

enum _Shape {
    Empty
    Circle(radius: float64)
    Pair(int32, string)
    @json("sq")
    Square(side: float64)
}

struct _User {
    @json("id")
    number: int64
    name: string
    tags: vector<string>
    address: _Address?
    @json_omit_empty
    nick: string
    score: float64 = 1.5
    @json_skip
    secret: int32 = 7
    shape: _Shape = _Shape.Empty
    by: map<int32, bool>
}

struct _Point {
    x: int32
    y: int32

    func to_json(self p: _Point) Value { return Value.Text("${p.x},${p.y}") }
    func from_json(self p: *_Point, value: Value) void! {
        let parts = (value.text() ?? "").split(",")
        if parts.len() != 2 { return error("a point is written as x,y") }
        p.x = parts[0].parse<int32>()?
        p.y = parts[1].parse<int32>()?
        return
    }
}

test "values go to text and back" {
    let u = _User{number: -3, name: "Ann \"x\"\n", tags: ["a", "b"], address: _Address{street: "Main", zip: 123}, by: {4: true}}
    let text = encode(u)
    assert(text == """{"id":-3,"name":"Ann \\"x\\"\\n","tags":["a","b"],"address":{"street":"Main","zip":123},"score":1.5,"shape":"Empty","by":{"4":true}}""")
    let back = decode<_User>(text)?
    assert(back == u)
    assert(back.secret == 7)
}

test "defaults, missing and unknown fields" {
    let u = decode<_User>("""{"id": 1, "name": "n", "extra": [1, {"a": null}]}""")?
    assert(u.score == 1.5 && u.tags.is_empty() && u.address == null && u.secret == 7)
    assert(decode<_User>("""{"extra": 1}""", strict: true).err()!.message == "line 1, column 2: `_User` has no field `extra`")
    assert(decode<_User>("""{"id": 1, "id": 2}""").err()!.message == "line 1, column 11: the field `id` comes twice")
}

test "enums" {
    let all = [_Shape.Empty, _Shape.Circle(2.0), _Shape.Pair(1, "x"), _Shape.Square(3.5)]
    let text = encode(all)
    assert(text == """["Empty",{"Circle":{"radius":2.0}},{"Pair":[1,"x"]},{"sq":{"side":3.5}}]""")
    assert(decode<vector<_Shape>>(text)? == all)
}
test "hooks" {
    assert(encode([_Point{x: 1, y: -2}]) == "[\"1,-2\"]")
    assert(decode<_Point>("\"3,4\"")? == _Point{x: 3, y: 4})
    assert(_message<vector<_Point>>("[\"3,4\", \"5\"]") == "[1]: line 1, column 9: a point is written as x,y")
}

test "what a text is not" {
    let wrong = [
        ("", "line 1, column 1: expected a value, found the end of the text"),
        ("[1,", "line 1, column 4: expected a value, found the end of the text"),
        ("[1 2]", "line 1, column 4: expected `,` or `]`, found `2`"),
        ("{\"a\" 1}", "line 1, column 6: expected `:`, found `1`"),
        ("01", "line 1, column 2: more text behind the value"),
        ("1.", "line 1, column 3: expected a digit, found the end of the text"),
        ("-", "line 1, column 1: expected a number, found `-`"),
        ("tru", "line 1, column 1: expected a value, found `t`"),
        ("\"\\x\"", "line 1, column 3: an unknown escape"),
        ("\"\\ud800\"", "line 1, column 4: half of a surrogate pair"),
        ("\"\\ud800\\u0041\"", "line 1, column 4: half of a surrogate pair"),
        ("\"\\u12g4\"", "line 1, column 6: expected a hexadecimal digit"),
        ("\"a\nb\"", "line 1, column 3: a control character in a string, which must be written as an escape"),
        ("\"abc", "line 1, column 5: the string does not end"),
        ("[1]x", "line 1, column 4: more text behind the value"),
        ("\n\n [1e]", "line 3, column 5: expected a digit, found `]`"),
        ("{1:2}", "line 1, column 2: expected a string, found `1`"),
        ("[1,]", "line 1, column 4: expected a value, found `]`"),
        ("\u{e9}", "line 1, column 1: expected a value"),
    ]
    for t in wrong { assert(_message<Value>(t.0) == t.1) }
    // The same texts are passed over in the same way.
    for t in wrong { assert(decode<_Address>("{\"street\": \"s\", \"zip\": 1, \"other\": ${t.0}}", strict: false).is_err()) }
    assert(_message<string>("\"\\ud83d \\ude00\"") == "line 1, column 4: half of a surrogate pair")
    assert(decode<string>("\"\\ud83d\\ude00\"")! == "😀")
    assert(_message<float32>(" 1e99") == "line 1, column 2: 1e99 does not fit `float32`")
    assert(_message<Value>("[1, 1e999]") == "line 1, column 5: 1e999 does not fit `float64`")
    let deep = "[".repeat(501)
    assert(_message<Value>(deep) == "line 1, column 501: arrays and objects are nested more than 500 deep")
    assert(parse("[".repeat(500) + "]".repeat(500)).is_ok())
}

test "what a type does not take" {
    assert(_message<vector<_User>>("[{\"id\": 1, \"address\": {\"zip\": -1}}]") == "[0].address.zip: line 1, column 31: -1 does not fit `uint32`")
    assert(_message<vector<int8>>("[1, 2, 300]") == "[2]: line 1, column 8: 300 does not fit `int8`")
    assert(_message<int32>("1.5") == "line 1, column 1: expected a whole number, found 1.5")
    assert(_message<(int32, string)>("[1]") == "line 1, column 3: expected `,`, found `]`")
    assert(_message<[2]int32>("[1]") == "line 1, column 1: expected an array of 2, found one of 1")
    assert(_message<_Shape>("\"Round\"") == "line 1, column 1: `Round` is no case of `_Shape` here")
    assert(_message<_Shape>("{\"Circle\": {}}") == "line 1, column 14: the field `radius` of `Circle` is missing")
    assert(_message<_Shape>("{\"Circle\": {\"radius\": 1, \"radius\": 2}}") == "line 1, column 26: the field `radius` comes twice")
    assert(_message<map<int32, bool>>("{\"x\": true}") == "line 1, column 2: the key `x` is no `int32`")
    assert(_message<char>("\"ab\"") == "line 1, column 1: expected a string of one character")
    assert(_message<_Line>("{}") == "line 1, column 3: the field `shape` of `_Line` is missing")
}

struct _Line {
    shape: _Shape
    text: string
}

func _message<T>(text: string) string {
    return match decode<T>(text) {
        ok(_) => "no error"
        err(e) => e.message
    }
}

test "values of any shape" {
    let v = parse("{\"a\": [1, 2.5, \"x\\u00e9\\ud83d\\ude00\", true, null], \"b\": {}, \"big\": 12345678901234567890}")?
    assert(v.to_string() == "{\"a\":[1,2.5,\"xé😀\",true,null],\"b\":{},\"big\":1.2345678901234567e19}")
    assert(v.find("a.1")!.number()! == 2.5 && v.find("a.9") == null && v.get("b")!.items().is_empty())
    assert(v.find("a.0")!.integer()! == 1 && v.find("a.3")!.boolean()! && v.find("a.4")!.is_null())
    assert(encode([[1], []], indent: 2) == "[\n  [\n    1\n  ],\n  []\n]")
    assert(encode({"k": (1, 'c')}, indent: 1) == "{\n \"k\": [\n  1,\n  \"c\"\n ]\n}")
}

test "kinds of values" {
    assert(encode(0.0 / 0.0) == "null")
    assert(encode((1, "a", 'x', [1, 2], {3}, 5_us)) == "[1,\"a\",\"x\",[1,2],[3],5000]")
    let all: (int64, string, char, [2]int32, set<int8>, duration, float32?) = decode("[-9223372036854775808, \"\\/\\b\", \"\\u00e9\", [1,2], [3,3], 5000, null]")?
    assert(all.0 == -9223372036854775808 && all.1 == "/\u{8}" && all.2 == 'é' && all.3[1] == 2 && all.4.len() == 1 && all.5 == 5_us && all.6 == null)
    assert(decode<uint64>(" 18446744073709551615\n")? == 18446744073709551615)
    assert(decode<vector<_Line>>("[{\"shape\": \"Empty\", \"text\": \"t\"}]")?[0].text == "t")
}
