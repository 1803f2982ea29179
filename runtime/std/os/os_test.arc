namespace os

test "the machine" {
    assert(machine() == "x86_64" && !hostname().is_empty() && kernel_release().split(".").len() >= 2)
    let out = run("/usr/bin/id", ["-u"])?
    assert(string_from_utf8(out.stdout)?.trim() == "${user_id()}")
    let group = run("/usr/bin/id", ["-g"])?
    assert(string_from_utf8(group.stdout)?.trim() == "${group_id()}")
}

test "pipes as sources" {
    let (from, to) = pipe_pair()
    to.write("hello")
    let room: [16]byte
    assert(from.read_into(room.pointer(), 3)? == 3)
    assert(room[0] == 'h')
    assert(from.read_into(room.pointer(), 16)? == 2)
    assert(room[1] == 'o')
    to.close()
    assert(from.read_into(room.pointer(), 16)? == 0)
    from.close()
    if let err(e) = from.read_into(room.pointer(), 1) { assert(e.code == Closed) } else { panic("read from a closed pipe") }
}

test "working directory" {
    let before = getcwd()?
    chdir("/")?
    assert(getcwd()? == "/")
    chdir(before)?
    if let err(e) = chdir("/none/of this") { assert(e.code == NOT_FOUND) } else { panic("no error") }
}

test "pipes go to threads" {
    let (input, output) = pipe_pair()
    let t = thread func(p: Pipe) { p.write("from the thread") }(ThreadConfig{}, output)
    t.join()
    output.close()
    assert(string_from_utf8_lossy(input.read_all()) == "from the thread")
    let none = Pipe{}
    let u = thread func(p: Pipe) bool { return p.is_open() }(ThreadConfig{}, none)
    assert(!u.join() && !none.is_open())
}
