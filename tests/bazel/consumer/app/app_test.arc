import "std/fs"

test "data of data" {
    assert(fs.info("app/app").is_ok())
    assert(fs.read_to_string("app/words.txt").is_ok())
    assert(fs.read_to_string("app/more_words.txt").is_ok())
}
