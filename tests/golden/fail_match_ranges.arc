// Expectations: ./arcw golden --update
// error: 19:5 ARC0234 this `match` does not cover `128..=255`
// error: 20:5 ARC0234 this `match` does not cover `128`, `255`
// error: 21:5 ARC0234 this `match` does not cover `0`, `2`, `4` and 2 more ranges
// error: 22:5 ARC0234 this `match` does not cover `100..=199`
// warning: 23:29 ARC0235 this arm is never reached: the arms before it match all that it would
// warning: 24:45 ARC0235 this arm is never reached: its range is empty
// warning: 24:59 ARC0235 this arm is never reached: the arms before it match all that it would
// error: 28:5 ARC0234 this `match` does not cover `..=-1`, `10..`
// error: 29:5 ARC0234 this `match` does not cover `10`
// error: 30:5 ARC0234 this `match` does not cover `0`, `6..=2147483647`
// error: 31:5 ARC0234 this `match` does not cover `_`
// error: 35:5 ARC0234 this `match` does not cover `'\u{0}'..='@'`, `'['..='`'`, `'{'..='\u{D7FF}'` and 1 more range
// error: 36:5 ARC0234 this `match` does not cover `'\u{E000}'..='\u{10FFFF}'`
// error: 37:5 ARC0234 this `match` does not cover `(true, 255)`
// error: 38:5 ARC0234 this `match` does not cover `some(-128..=-1)`
// The ranges that no arm covers, and arms and ranges for which nothing is left.
func bytes(b: uint8) {
    match b { 0..=127 => {} }
    match b { 0..=127 => {}, 129..=254 => {} }
    match b { 1 => {}, 3 => {}, 5 => {}, 7 => {} }
    match b { 0..=99 => {}, 200..=255 => {}, _ if b > 3 => {} }
    match b { 0..100 => {}, 50..=99 => {}, 100..=255 => {} }
    match b { 0..100 => {}, 50..=100 => {}, 10..10 => {}, 100 | 99 => {}, _ => {} }
}

func wide(n: int64, u: uint64, s: int32) {
    match n { 0 => {}, 1..=9 => {} }
    match u { 0..=9 => {}, 11.. => {} }
    match s { ..0 => {}, 1..=5 => {} }
    match n {}
}

func others(c: char, p: (bool, uint8), o: int8?) {
    match c { 'a'..='z' => {}, 'A'..='Z' => {} }
    match c { '\0'..='\u{d7ff}' => {} }
    match p { (true, 0..=254) => {}, (false, _) => {} }
    match o { null => {}, 0..=127 => {} }
}

func main() {
    bytes(1)
    wide(1, 1, 1)
    others('a', (true, 1), 1)
}
