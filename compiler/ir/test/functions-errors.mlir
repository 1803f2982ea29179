// RUN: arc-opt --split-input-file --verify-diagnostics %s

// expected-error @+1 {{parameter 0 has type '!tir.closure': aggregates are passed by address}}
tir.func internal @f(!tir.closure)

// -----

// expected-error @+1 {{result has type '!tir.named<"P">': aggregates are returned through a result place}}
tir.func internal @f() -> !tir.named<"P">

// -----

// expected-error @+1 {{has more than one result}}
tir.func internal @f() -> (f64, f64)

// -----

// expected-error @+1 {{parameter 0 has type 'i32': aggregates are passed by address}}
tir.func internal @f(i32)

// -----

// expected-error @+1 {{parameter 0 is passed by address but has type 'f64'}}
tir.func internal @f(f64 "x" borrowed !tir.named<"P">)

// -----

// expected-error @+1 {{only the first parameter can be the result place}}
tir.func internal @f(f64, !tir.ptr "x" result !tir.named<"P">)

// -----

// expected-error @+1 {{has both a result and a result place}}
tir.func internal @f(!tir.ptr "x" result !tir.named<"P">) -> f64

// -----

// expected-error @+1 {{expected internal, exported or link_once}}
tir.func public @f()

// -----

// expected-error @+1 {{a function with a body names all its parameters}}
tir.func internal @f(f64) {
  tir.return
}

// -----

tir.func internal @f() -> si32 {
  // expected-error @+1 {{has no value but the function has a result}}
  tir.return
}

// -----

tir.func internal @f(%x: f64) {
  // expected-error @+1 {{has a value but the function has no result}}
  tir.return %x : f64
}

// -----

tir.func internal @f(%x: f64) -> si32 {
  // expected-error @+1 {{has type 'f64' but the function returns 'si32'}}
  tir.return %x : f64
}

// -----

tir.func internal @f() noreturn {
  // expected-error @+1 {{in a function that does not return}}
  tir.return
}

// -----

tir.func internal @f() {
  // expected-error @+1 {{refers to @g, which is no function}}
  tir.call @g() : () -> ()
  tir.return
}

// -----

tir.func internal @g(f64)
tir.func internal @f() {
  // expected-error @+1 {{passes 0 arguments but @g takes 1}}
  tir.call @g() : () -> ()
  tir.return
}

// -----

tir.func internal @g(f64)
tir.func internal @f(%x: f32) {
  // expected-error @+1 {{argument 0 has type 'f32' but @g takes 'f64'}}
  tir.call @g(%x) : (f32) -> ()
  tir.return
}

// -----

tir.func internal @g() -> f64
tir.func internal @f() {
  // expected-error @+1 {{result does not agree with @g}}
  tir.call @g() : () -> ()
  tir.return
}

// -----

tir.func internal @f() {
  // expected-error @+1 {{refers to @x, which is no global}}
  %p = tir.global_address @x
  tir.return
}

// -----

tir.func internal @g(f64)
tir.func internal @f(%p: !tir.ptr) {
  // expected-error @+1 {{@g does not take an environment as last argument}}
  tir.closure_init %p, @g, %p
  tir.return
}

// -----

tir.func internal @g(f64)
// expected-error @+1 {{@g must be a function (ptr, ui64, ptr)}}
tir.compute_entry "main.p" entry @g arguments 1 result 2

// -----

tir.func internal @g(f64)
// expected-error @+1 {{@g must be a function (ptr)}}
tir.compute_entry "main.p" thread @g arguments 1 result 2

// -----

// expected-error @+1 {{has no entry}}
tir.compute_entry "main.p" arguments 1 result 2

// -----

tir.func internal @f() {
  // expected-error @+1 {{refers to @x, which is no image}}
  %p = tir.image_address @x[0]
  tir.return
}

// -----

tir.image internal @x align 8 "12345678"
tir.func internal @f() {
  // expected-error @+1 {{offset 8 in an image of 8 bytes}}
  %p = tir.image_address @x[8]
  tir.return
}

// -----

// expected-error @+1 {{the alignment must be a power of two up to 4096}}
tir.image internal @x align 3 "12345678"

// -----

// expected-error @+1 {{link 0 leaves the image}}
tir.image internal @x align 8 "12345678" links [4, 0]

// -----

// expected-error @+1 {{link 1 leaves the image}}
tir.image internal @x align 8 "0123456789abcdef" links [0, 16, 8, 17]

// -----

// expected-error @+1 {{links have an order}}
tir.image internal @x align 8 "0123456789abcdef" links [8, 0, 0, 0]

// -----

// expected-error @+1 {{links are pairs}}
tir.image internal @x align 8 "0123456789abcdef" links [8]

// -----

// expected-error @+1 {{code leaves the image}}
tir.image internal @x align 8 "12345678" code [8] [@f]
tir.func internal @f()

// -----

// expected-error @+1 {{each slot of code has a function}}
tir.image internal @x align 8 "12345678" code [0] []
