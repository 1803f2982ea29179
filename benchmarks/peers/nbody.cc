// The orbits of the Jovian planets: nbody [STEPS]. The twin of ../programs/nbody.arc.

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace {

constexpr double kSolarMass = 39.47841760435743;
constexpr double kDaysPerYear = 365.24;

struct Body {
  double x, y, z, vx, vy, vz, mass;
};

struct System {
  Body bodies[5];
};

System Bodies() {
  return {{
      {0, 0, 0, 0, 0, 0, kSolarMass},
      {4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01,
       1.66007664274403694e-03 * kDaysPerYear, 7.69901118419740425e-03 * kDaysPerYear,
       -6.90460016972063023e-05 * kDaysPerYear, 9.54791938424326609e-04 * kSolarMass},
      {8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01,
       -2.76742510726411899e-03 * kDaysPerYear, 4.99852801234917238e-03 * kDaysPerYear,
       2.30417297573763929e-05 * kDaysPerYear, 2.85885980666130812e-04 * kSolarMass},
      {1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01,
       2.96460137564761618e-03 * kDaysPerYear, 2.37847173959480950e-03 * kDaysPerYear,
       -2.96589568540237556e-05 * kDaysPerYear, 4.36624404335156298e-05 * kSolarMass},
      {1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01,
       2.68067772490389322e-03 * kDaysPerYear, 1.62824170038242295e-03 * kDaysPerYear,
       -9.51592254519715870e-05 * kDaysPerYear, 5.15138902046611451e-05 * kSolarMass},
  }};
}

void OffsetMomentum(System& system) {
  double px = 0, py = 0, pz = 0;
  for (const Body& body : system.bodies) {
    px += body.vx * body.mass;
    py += body.vy * body.mass;
    pz += body.vz * body.mass;
  }
  system.bodies[0].vx = -px / kSolarMass;
  system.bodies[0].vy = -py / kSolarMass;
  system.bodies[0].vz = -pz / kSolarMass;
}

double Energy(const System& system) {
  double e = 0;
  for (int i = 0; i < 5; ++i) {
    const Body& p = system.bodies[i];
    e += 0.5 * p.mass * (p.vx * p.vx + p.vy * p.vy + p.vz * p.vz);
    for (int j = i + 1; j < 5; ++j) {
      const Body& q = system.bodies[j];
      double dx = p.x - q.x, dy = p.y - q.y, dz = p.z - q.z;
      e -= p.mass * q.mass / std::sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return e;
}

void Advance(System& system, double dt) {
  for (int i = 0; i < 5; ++i) {
    Body& p = system.bodies[i];
    for (int j = i + 1; j < 5; ++j) {
      Body& q = system.bodies[j];
      double dx = p.x - q.x, dy = p.y - q.y, dz = p.z - q.z;
      double square = dx * dx + dy * dy + dz * dz;
      double magnitude = dt / (square * std::sqrt(square));
      p.vx -= dx * q.mass * magnitude;
      p.vy -= dy * q.mass * magnitude;
      p.vz -= dz * q.mass * magnitude;
      q.vx += dx * p.mass * magnitude;
      q.vy += dy * p.mass * magnitude;
      q.vz += dz * p.mass * magnitude;
    }
  }
  for (Body& p : system.bodies) {
    p.x += dt * p.vx;
    p.y += dt * p.vy;
    p.z += dt * p.vz;
  }
}

}  // namespace

int main(int argc, char** argv) {
  long n = argc > 1 ? std::atol(argv[1]) : 1000;
  System system = Bodies();
  OffsetMomentum(system);
  std::printf("%.9f\n", Energy(system));
  for (long i = 0; i < n; ++i) Advance(system, 0.01);
  std::printf("%.9f\n", Energy(system));
}
