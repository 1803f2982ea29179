namespace core

// Quoted code. The compiler keeps the text of each `code { … }`; here it is a number, with the values of its `${…}`.

/// A piece of program with what was put into it. It lives while a program is built, and becomes part of the program where a
/// `comptime` expression gives it.
@lang("code")
struct code {
    _quote: uint64
    _splices: vector<func(*_Leaving) *byte>     // each writes its value into the image, and says where it is

    /// In an image the splices are the addresses of their values.
    func _write_to_image(self c: *code, to: *code, w: *_Leaving) {
        to._quote = c._quote
        let n = c._splices._len
        if n == 0 { return }
        to._splices._len = n
        let places = @ptr_cast<*byte>(arc_comptime_place(w.result, n * 8, 8))
        arc_comptime_link(w.result, @ptr_cast<byte>(&to._splices._data), @ptr_cast<byte>(places))
        for let i: usize = 0; i < n; i++ {
            let write = c._splices[i]
            arc_comptime_link(w.result, @ptr_cast<byte>(places + i), write(w))
        }
    }
}

/// Made by the compiler for `code { … }`, whose splices follow in the order of the text.
@lang("code_new")
func _code_new(quote: uint64) code {
    let out: code       // `code{…}` would be a quote
    out._quote = quote
    return out
}

@lang("code_add")
func _code_add<T>(c: *code, v: T) {
    if !@at_comptime() { panic("code is made while a program is built, not when it runs") }
    c._splices.push(func(w: *_Leaving) *byte {
        if @at_comptime() {
            let to = @ptr_cast<T>(arc_comptime_place(w.result, @sizeof(T), @alignof(T)))
            _write_at<T>(to, &v, w)
            return @ptr_cast<byte>(to)
        }
        return @null_ptr<byte>()
    })
}

// Functions that code adds to the package whose `comptime` block runs. A block leaves the list as its value.

@lang("added_function")
struct _AddedFunction {
    name: string
    body: code
    place: uint32       // which `@add_func` of the compilation
}

struct _Additions {
    open: bool          // a block of a package runs
    list: vector<_AddedFunction>
}

const _ADDITIONS: *_Additions = _new_additions()

func _new_additions() *_Additions {
    let p = @ptr_cast<_Additions>(_new_buffer(1, @sizeof(_Additions)))
    @init(p, _Additions{open: false, list: []})
    return p
}

/// Called at the beginning of a block.
@lang("begin_adding")
func _begin_adding() { _ADDITIONS.open = true }

/// `@add_func(name, body)`. Compiled with each package that uses it, as what handles code is; the list is the library's.
@lang("add_func")
@hidden
@noinline
func _add_func(name: string, body: code, place: uint32) {
    let added = _AddedFunction{name, body, place}
    _note_added(&added)
}

@hidden
@noinline
func _note_added(added: *_AddedFunction) {
    if !@at_comptime() || !_ADDITIONS.open { comptime_error("`@add_func` works for the `comptime` blocks of a package, which stand outside of functions") }
    _ADDITIONS.list.push(*added)
}

/// Called at the end of a block.
@lang("leave_added")
func _leave_added(result: *byte) {
    if _ADDITIONS.list.len() > 0 { _leave_from(&_ADDITIONS.list, result, @null_ptr<byte>()) }
}
