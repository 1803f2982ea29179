func f() {
  let x = (a as b)
  let y = 1 +
}
func g() { return }

func f( {
  a()
}
func g() { b( }


func f() {
  foo(a, b
  let x = 1
  bar()
}


func f() {
  if a {
    b()

  c()
}

func g() {
}


func f() {
  while x < 5 { }
  var y = 2
  x := 3
  while (a) { }
  loop { }
  switch x { case 1: a }
}

fn main() -> int32 { }
def g(): string { }
class A { let x: int32
  var y: int32 }
pub func h() { }
use std::io
import std::io


let x = 1
x + 1
func f() { }
var y = 2

func f() {
  if x = 1 { }
  let a = b = c
  f(a = 1)
  x = ++i
  y = i++
  for x = 1 { }
}

func f() { if a < b < c { }
 let x = c ? 1 : 2
 let y = a::b
 a->b
}

func f() { if p == Point{x: 1} { }
 for x in Point{x: 1} { }
}

struct P {
  x int32
  y: 
  z: int32 = 
  norm() { }
  func ok() { }
  struct Q { }
}


enum E { case A, B { x: 1 }
 C(int32) D
}

func f(a, b int32, self c: P, args..., x: int32, let y: int32) { }
func g<T: ordered, comptime N>() { }
func h<>() { }
func i()
func j() = 1


extern "C" { func f() { }
 let x
}
extern { func g() }


@inline
let x
@a import "x"
namespace b


func f() {
  match x {
    A -> 1
    B: 2
    else => 3
    C => 4 5
    D
    E => 6
  }
}

func f() { import "x"
 namespace y
 test "z" { }
 else { }
 label: if a { }
 ) ]
}

func f() {
  let s = "${}"
 let t = "${a b}"
  process func() { }
  ${x}
  a[1..]..b
  0..
  ..5
}

test "a${b}" { }
import "x${y}"
func f() { match s { "a${b}" => 1 } }

func f() { return 1 }}
func g() { }

func f() { const x: int32
 let y
 let (a, b): int32
 let z int32 = 4
 let mut q = 1 }
const A
const B 4


func f() {
  if a
    b()
  for x in y
    c()
  d()
}

func f() { x => 1
 (a, b) => a
 print x
 y: int32 = 5
}

func f() { try g()
 throw e
 go h()
 f(|a b| c)
 x catch |e { }
}

func f() { let x: map<string, = 1
 let y: &T
 let z: ?T
}

func for() { }
struct if { }
func f(match: int32) { }

a b c
}
func f() { }
