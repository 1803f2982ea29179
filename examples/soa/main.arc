namespace main

// A list of structs that keeps each field in a vector of its own: what goes through one field of many items reads that field alone. The
// type of the columns is made from the fields of the struct, while the program is built.

struct Particle {
    name: string
    x: float64
    speed: float64
    mass: float64 = 1.0
}

/// A struct with a vector for each field of `item`.
func columns_of(item: type) type {
    let fields: vector<TypeField> = []
    for f in @fields(item) { fields.push(TypeField{name: f.name, type: vector<f.type>, doc: f.doc}) }
    return @struct_type("${item}Columns", fields)
}

struct Soa<T> {
    columns: comptime columns_of(T)

    func push(self s: *Soa<T>, item: T) {
        comptime for f in @fields(T) { s.columns.@field(f.name).push(item.@field(f)) }
    }

    func len(self s: Soa<T>) usize {
        let n: usize = 0
        comptime for f in @fields(T) { n = s.columns.@field(f.name).len() }
        return n
    }

    /// The item at `i`, put together from the columns.
    func get(self s: Soa<T>, i: usize) T {
        let item: T
        comptime for f in @fields(T) { item.@field(f) = s.columns.@field(f.name)[i] }
        return item
    }
}

/// One line for each column: its type, and the bytes of an element.
func layout(t: type) string {
    let lines: vector<string> = []
    for f in @fields(t) { lines.push("${f.name}: ${f.type}, ${@sizeof(@element(f.type))} bytes each") }
    return lines.join("\n")
}

func main() {
    let particles = Soa<Particle>{}
    particles.push(Particle{name: "a", x: 0.0, speed: 2.0})
    particles.push(Particle{name: "b", x: 10.0, speed: -1.0, mass: 3.0})
    for _ in 0..3 {
        for i in 0..particles.len() { particles.columns.x[i] += particles.columns.speed[i] }
    }
    println(particles.columns.x, particles.columns.mass.sum())
    println(particles.get(1))
    println(@name_of(@typeof(particles.columns)))
    println(comptime layout(columns_of(Particle)))
}
