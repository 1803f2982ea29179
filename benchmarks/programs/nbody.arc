// The orbits of the Jovian planets: nbody [STEPS]
// (the program of the Computer Language Benchmarks Game)

import "std/math"
import "std/os"

const SOLAR_MASS: float64 = 39.47841760435743
const DAYS_PER_YEAR: float64 = 365.24

struct Body {
    x: float64
    y: float64
    z: float64
    vx: float64
    vy: float64
    vz: float64
    mass: float64
}

func bodies() [5]Body {
    return [
        Body{mass: SOLAR_MASS},
        Body{
            x: 4.84143144246472090e+00, y: -1.16032004402742839e+00, z: -1.03622044471123109e-01
            vx: 1.66007664274403694e-03 * DAYS_PER_YEAR, vy: 7.69901118419740425e-03 * DAYS_PER_YEAR
            vz: -6.90460016972063023e-05 * DAYS_PER_YEAR, mass: 9.54791938424326609e-04 * SOLAR_MASS
        },
        Body{
            x: 8.34336671824457987e+00, y: 4.12479856412430479e+00, z: -4.03523417114321381e-01
            vx: -2.76742510726411899e-03 * DAYS_PER_YEAR, vy: 4.99852801234917238e-03 * DAYS_PER_YEAR
            vz: 2.30417297573763929e-05 * DAYS_PER_YEAR, mass: 2.85885980666130812e-04 * SOLAR_MASS
        },
        Body{
            x: 1.28943695621391310e+01, y: -1.51111514016986312e+01, z: -2.23307578892655734e-01
            vx: 2.96460137564761618e-03 * DAYS_PER_YEAR, vy: 2.37847173959480950e-03 * DAYS_PER_YEAR
            vz: -2.96589568540237556e-05 * DAYS_PER_YEAR, mass: 4.36624404335156298e-05 * SOLAR_MASS
        },
        Body{
            x: 1.53796971148509165e+01, y: -2.59193146099879641e+01, z: 1.79258772950371181e-01
            vx: 2.68067772490389322e-03 * DAYS_PER_YEAR, vy: 1.62824170038242295e-03 * DAYS_PER_YEAR
            vz: -9.51592254519715870e-05 * DAYS_PER_YEAR, mass: 5.15138902046611451e-05 * SOLAR_MASS
        },
    ]
}

func offset_momentum(b: *[5]Body) {
    let px = 0.0
    let py = 0.0
    let pz = 0.0
    for i in 0..5 {
        px += (*b)[i].vx * (*b)[i].mass
        py += (*b)[i].vy * (*b)[i].mass
        pz += (*b)[i].vz * (*b)[i].mass
    }
    (*b)[0].vx = -px / SOLAR_MASS
    (*b)[0].vy = -py / SOLAR_MASS
    (*b)[0].vz = -pz / SOLAR_MASS
}

func energy(b: *[5]Body) float64 {
    let e = 0.0
    for i in 0..5 {
        let p = &(*b)[i]
        e += 0.5 * p.mass * (p.vx * p.vx + p.vy * p.vy + p.vz * p.vz)
        for j in i + 1..5 {
            let q = &(*b)[j]
            let dx = p.x - q.x
            let dy = p.y - q.y
            let dz = p.z - q.z
            e -= p.mass * q.mass / math.sqrt(dx * dx + dy * dy + dz * dz)
        }
    }
    return e
}

func advance(b: *[5]Body, dt: float64) {
    for i in 0..5 {
        let p = &(*b)[i]
        for j in i + 1..5 {
            let q = &(*b)[j]
            let dx = p.x - q.x
            let dy = p.y - q.y
            let dz = p.z - q.z
            let square = dx * dx + dy * dy + dz * dz
            let magnitude = dt / (square * math.sqrt(square))
            p.vx -= dx * q.mass * magnitude
            p.vy -= dy * q.mass * magnitude
            p.vz -= dz * q.mass * magnitude
            q.vx += dx * p.mass * magnitude
            q.vy += dy * p.mass * magnitude
            q.vz += dz * p.mass * magnitude
        }
    }
    for i in 0..5 {
        let p = &(*b)[i]
        p.x += dt * p.vx
        p.y += dt * p.vy
        p.z += dt * p.vz
    }
}

func main() void! {
    let n: int64 = 1000
    if os.args.len() > 1 { n = os.args[1].parse_int()? }
    let system = bodies()
    offset_momentum(&system)
    println("${energy(&system):.9}")
    for _ in 0..n { advance(&system, 0.01) }
    println("${energy(&system):.9}")
}
