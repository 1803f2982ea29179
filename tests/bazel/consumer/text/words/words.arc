namespace words

import "text/letters"

/// How many vowels a word has.
func vowels(word: string) int64 {
    let chars: vector<char> = []
    for c in word.chars() { chars.push(c) }
    return letters.count_if(chars, |c| letters.is_vowel(c))
}

func _is_palindrome(word: string) bool { return word == reversed(word) }
