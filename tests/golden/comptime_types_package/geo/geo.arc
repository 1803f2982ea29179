namespace geo

struct Point { x: int64, y: int64 }

/// The type with an id in front.
func with_id(t: type) type {
    let fields: vector<TypeField> = [TypeField{name: "id", type: int64}]
    for f in @fields(t) { fields.push(f) }
    return @struct_type("With${t}", fields)
}

func find(name: string) string {
    if let t = @find_type(name) { return "${t}" }
    return "none"
}

const Named = comptime with_id(Point)
const Small = comptime { if @sizeof(Point) > 8 { int8 } else { int16 } }

func make(id: int64) Named { return Named{id: id, x: 1, y: 2} }

const ALL = comptime [Point, Named, int8]

func all_names() vector<string> { return _names(ALL) }

func _names(types: vector<type>) vector<string> { return types.map(|t| "${t}") }
