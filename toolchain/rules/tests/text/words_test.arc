namespace words

test "vowels" {
    assert(vowels("") == 0)
    assert(vowels("queue") == 4)
}

test "palindromes" {
    assert(_is_palindrome("level"))
    assert(!_is_palindrome("levels"))
}
