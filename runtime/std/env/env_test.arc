namespace env

import "std/os"

test "variables" {
    let set = {"ARC_ENV_TEST": "a=b é", "ARC_ENV_EMPTY": ""}
    // A child sees what it is given.
    let out = os.run("/usr/bin/env", env: set)?
    let text = string_from_utf8(out.stdout)?
    assert(text.contains("ARC_ENV_TEST=a=b é\n") && text.contains("ARC_ENV_EMPTY=\n"))
    assert(get("NO_SUCH_NAME_AT_ALL").is_null())
    assert(get_or("NO_SUCH_NAME_AT_ALL", "x") == "x")
    assert(!has("NO_SUCH_NAME_AT_ALL"))
    for name, value in all() {
        assert(has(name))
        assert(get(name) == value, name)
    }
}
