namespace words

test "wrong on purpose" { assert(reversed("ab") == "ab") }
