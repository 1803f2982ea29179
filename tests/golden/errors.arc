// expect: loading settings: cannot open "/no/such/settings": no such file or directory
// expect: code 2 root no such file
// expect: true
// expect: retried 3 times
// expect: 7 none
// expect: a, b and c: step 3 failed
import "std/fs"

func load(path: string) string! {
    return fs.read_to_string(path).context("loading settings")?
}

func attempt(n: *int64) int64! {
    *n += 1
    if *n < 3 { return error("not yet") }
    return *n
}

func retry(f: func() int64!) int64! {
    for i in 0..10 {
        match f() {
            ok(v) => { return v }
            err(e) => {
                if i == 9 { return e }
            }
        }
    }
    return error("unreachable")
}

func steps() int64! {
    let total = 0
    for i in 1..=5 {
        if i == 3 { return error("step ${i} failed").context("a, b and c") }
        total += i
    }
    return total
}

func main() {
    match load("/no/such/settings") {
        ok(text) => println(text)
        err(e) => {
            println(e)
            println("code", e.code, "root", e.root().message.split(": ")[1][0..12])
            println(e.location.contains("errors.arc"))
        }
    }
    let n: int64 = 0
    let p = &n
    let r = retry(func() int64! { return attempt(p) })
    println("retried ${r!} times")
    let seven: int64! = 7
    println(seven.ok() ?? 0, if seven.err().is_null() { "none" } else { "some" })
    match steps() {
        ok(v) => println(v)
        err(e) => println(e)
    }
}
