namespace words

test "vowels" { assert(vowels("queue") == 4) }

test "palindromes" {
    assert(_is_palindrome("level"))
    assert(!_is_palindrome("levels"))
}
