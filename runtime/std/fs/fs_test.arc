namespace fs

import "std/path"

test "files: positions, parts, sizes" {
    let folder = temporary_directory()?
    let name = folder.join("a.txt")
    let file = open_update(name)?
    file.write("0123456789")?
    assert(file.position()? == 10 && file.seek_by(-4)? == 6 && file.read(2)? == "67".to_vector() && file.seek_end()? == 10)
    file.write_at(2, "xy")?
    assert(file.position()? == 10 && file.read_at(0, 5)? == "01xy4".to_vector())
    file.truncate(3)?
    assert(file.size()? == 3 && file.info()?.is_file())
    file.seek(1)?
    let room: [8]byte
    assert(file.read_into(room.pointer(), 8)? == 2 && room[0] == '1' && room[1] == 'x')
    file.close()?
    append_file(name, "!")?
    append_file(folder.join("b.txt"), "new")?
    assert(read_to_string(name)? == "01x!" && read_to_string(folder.join("b.txt"))? == "new")
    set_permissions(name, 0o640)?
    replace_file(name, "replaced")?
    assert(read_to_string(name)? == "replaced" && info(name)?.permissions() == 0o640 && list(folder.path)?.len() == 2)
    assert(replace_file(folder.join("none/x"), "y").is_err())
}

/// Makes a tree: a/b/c.arc, a/d.arc, a/.hidden/h.arc, e.txt, l -> a
func _tree(folder: TemporaryDirectory) void! {
    create_directories(folder.join("a/b"))?
    create_directories(folder.join("a/.hidden"))?
    for name in ["a/b/c.arc", "a/d.arc", "a/.hidden/h.arc", "e.txt"] { write_file(folder.join(name), name)? }
    create_link("a", folder.join("l"))?
}

test "folders" {
    let folder = temporary_directory(prefix: "arc test ")?
    _tree(folder)?
    let all = entries(folder.path)?
    assert(all.map(|e| e.name) == ["a", "e.txt", "l"])
    assert(all.map(|e| e.kind) == [EntryKind.Directory, EntryKind.File, EntryKind.Link])
    assert(all[0].path == folder.join("a"))
    assert(all[0].is_directory())
    assert(all[1].is_file())
    assert(list(folder.path)? == ["a", "e.txt", "l"])
    assert(is_directory(folder.join("l")))
    assert(is_file(folder.join("l/d.arc")))
    assert(!is_file(folder.join("x")))
    assert(is_same(folder.join("a"), folder.join("l"))?)
    assert(!is_same(folder.join("a"), folder.join("e.txt"))? && entries(folder.join("none")).is_err())
    if let err(e) = list(folder.join("e.txt")) { assert(e.code == 20, "${e}") } else { panic("listed a file") }
}

test "walking" {
    let folder = temporary_directory()?
    _tree(folder)?
    let seen: vector<string> = []
    for entry in walk(folder.path) {
        let e = entry?
        seen.push("${e.depth} ${path.relative(folder.path, e.path)?}")
    }
    assert(seen == ["1 a", "2 a/.hidden", "3 a/.hidden/h.arc", "2 a/b", "3 a/b/c.arc", "2 a/d.arc", "1 e.txt", "1 l"])
    seen.clear()
    for entry in walk(folder.path, enter: |e| e.name != "b" && !e.name.starts_with(".")) { seen.push(entry?.name) }
    assert(seen == ["a", ".hidden", "b", "d.arc", "e.txt", "l"])
    let failed = 0
    for entry in walk(folder.join("none")) { if entry.is_err() { failed += 1 } }
    assert(failed == 1)
}

test "patterns of names" {
    let folder = temporary_directory()?
    _tree(folder)?
    assert(glob(folder.join("**/*.arc"))?.map(|p| base_name(p)) == ["c.arc", "d.arc"])
    assert(glob(folder.join("a/*.arc"))? == [folder.join("a/d.arc")])
    assert(glob(folder.join("*"))?.len() == 3)
    assert(glob(folder.join("e.txt"))?.len() == 1)
    assert(glob(folder.join("a/.hidden/*"))? == [folder.join("a/.hidden/h.arc")])
    assert(glob(folder.join("none/*"))?.is_empty())
    assert(glob(folder.join("x.txt"))?.is_empty())
    assert(glob("[").is_err())
}

test "removing and copying" {
    let folder = temporary_directory()?
    _tree(folder)?
    let target = folder.join("copy/of a")
    copy_all(folder.join("a"), target)?
    assert(read_to_string(path.join(target, "b/c.arc"))? == "a/b/c.arc" && list(target)? == [".hidden", "b", "d.arc"])
    copy_all(folder.join("l"), folder.join("copy/l"))?
    assert(link_info(folder.join("copy/l"))?.is_link())
    assert(read_link(folder.join("copy/l"))? == "a")
    assert(!exists(folder.join("copy/l")))
    assert(copy_all(folder.join("a"), folder.join("a/b/x")).is_err())
    assert(copy_file(folder.join("e.txt"), folder.join("e.txt")).is_err())
    assert(read_to_string(folder.join("e.txt"))? == "e.txt" && copy_file(folder.join("a"), folder.join("z")).is_err())
    set_permissions(folder.join("e.txt"), 0o700)?
    assert(copy_file(folder.join("e.txt"), folder.join("f"))? == 5 && info(folder.join("f"))?.permissions() == 0o700)
    // Not through the link.
    remove_all(folder.join("l"))?
    assert(exists(folder.join("a/d.arc")))
    remove_all(folder.join("a"))?
    remove_all(folder.join("a"))?
    assert(!exists(folder.join("a")))
    let big = "0123456789abcdef".repeat(40_000)
    write_file(folder.join("big"), big)?
    assert(copy_file(folder.join("big"), folder.join("big2"))? == 640_000 && read_to_string(folder.join("big2"))? == big)
}

test "links and canonical paths" {
    let folder = temporary_directory()?
    _tree(folder)?
    let real = canonical(folder.path)?
    assert(canonical(folder.join("l/b/../d.arc"))? == path.join(real, "a/d.arc"))
    assert(canonical("/")? == "/")
    assert(canonical("/..//.")? == "/")
    create_link("loop", folder.join("loop"))?
    create_link(folder.join("l/b"), folder.join("a/m"))?
    assert(canonical(folder.join("a/m/c.arc"))? == path.join(real, "a/b/c.arc"))
    if let err(e) = canonical(folder.join("loop")) { assert(e.code == 40) } else { panic("no error") }
    assert(canonical(folder.join("none")).is_err())
    assert(absolute("/a/../b")? == "/b")
    assert(absolute("x")?.ends_with("/x"))
    assert(read_link(folder.join("a")).is_err())
}

test "temporary files and folders" {
    let name = ""
    if true {
        let folder = temporary_directory()?
        name = folder.path
        let copy = folder
        write_file(copy.join("x"), "1")?
        assert(info(name)?.permissions() == 0o700 && name.starts_with(temporary_folder()))
    }
    assert(!exists(name))
    let file = temporary_file(prefix: "arc-fs-test-")?
    file.write("abc")?
    assert(read_to_string(file.path())? == "abc" && info(file.path())?.permissions() == 0o600)
    remove_file(file.path())?
}

test "files go to threads" {
    let folder = temporary_directory()?
    let file = open_update(folder.join("a.txt"))?
    file.write("0123456789")?
    // Others have it: a second descriptor with the same position.
    let t = thread func(f: File) string {
        f.seek(2)!
        f.write("xy")!
        f.close()!
        return f.path()
    }(ThreadConfig{}, file)
    assert(t.join().ends_with("a.txt") && file.position()? == 4 && file.read(2)? == "45".to_vector())
    file.close()?
    // Nobody else has it: it goes along.
    let u = thread func(f: File) int64 { return cast<int64>(f.read_all()!.len()) }(ThreadConfig{}, open(folder.join("a.txt"))?)
    assert(u.join() == 10)
}
