namespace sort

import "std/rand"

struct Card {
    rank: int64
    number: int64

    func compare(self a: Card, b: Card) int32 { return compare(a.rank, b.rank) }
}

/// Inputs that make bad quicksorts quadratic, and others.
func _patterns(n: int64) vector<vector<int64>> {
    let r = rand.Rng(seed: 1)
    let out: vector<vector<int64>> = []
    out.push((0..n).map(|i| i))
    out.push((0..n).map(|i| n - i))
    out.push((0..n).map(|_| 7))
    out.push((0..n).map(|i| i % 2))
    out.push((0..n).map(|i| i % 17))
    out.push((0..n).map(|i| min(i, n - i)))                                // organ pipe
    out.push((0..n).map(|i| if i % 2 == 0 { i } else { n - i }))           // saw
    out.push((0..n).map(|i| (i * 7919) % (n + 1)))
    out.push((0..n).map(|i| if i == n - 1 { -1 } else { i }))              // sorted but for the last
    let random: vector<int64> = []
    let few: vector<int64> = []
    for _ in 0..n {
        random.push(bitcast<int64>(r.next()))
        few.push(r.range(0, 4))
    }
    out.push(random)
    out.push(few)
    // Median of three is the second least each time (Musser).
    let killer: vector<int64> = []
    killer.resize(cast<usize>(n), 0)
    for i in 0..n / 2 {
        killer[i] = if i % 2 == 0 { i + 1 } else { n / 2 + i + (n / 2) % 2 }
        killer[n / 2 + i] = (i + 1) * 2
    }
    out.push(killer)
    return out
}

test "all patterns sort, numbers and others" {
    for n in [0, 1, 2, 3, 15, 16, 17, 24, 25, 100, 999, 5000] {
        for pattern in _patterns(n) {
            let numbers = pattern
            let counts: map<int64, int64> = {}
            for x in numbers { counts[x] += 1 }
            numbers.sort()
            assert(is_sorted(numbers))
            for x in numbers { counts[x] -= 1 }
            assert(counts.values().all(|c| c == 0))
            let words = pattern.map(|x| "${x}")
            assert(is_sorted(words.sorted()))
            let down = pattern
            descending(&down)
            assert(is_sorted_by(down, |a, b| a > b) && down.len() == pattern.len())
        }
    }
}

test "strings: shared beginnings, ends within eight bytes, zeros, equal ones" {
    let r = rand.Rng(seed: 5)
    for round in 0..60 {
        let start = ["", "https://example.org/", "\0", "é"][round % 4]
        let words: vector<string> = []
        for _ in 0..r.below(300) {
            let word = StringBuilder{}
            word.add(start)
            for _ in 0..r.below(12) {
                word.add_char(['a', 'b', '\0', 'é', '\u{10FFFF}'][r.below(if round % 3 == 0 { 2 } else { 5 })])
            }
            words.push(word.finish())
        }
        let model = words.map(|w| w.to_vector())
        model.sort()
        let copy = words
        words.sort()
        assert(words.map(|w| w.to_vector()) == model)
        assert(copy.sorted() == words && is_sorted(words))
        words.sort()
        words.reverse()
        words.sort()
        assert(words.map(|w| w.to_vector()) == model)
    }
}

test "equal elements keep their order" {
    for n in [10, 100, 3000] {
        for pattern in _patterns(n) {
            let cards: vector<Card> = []
            for i, x in pattern { cards.push(Card{rank: x % 10, number: cast<int64>(i)}) }
            let by = cards
            let key = cards
            cards.sort()
            by.sort_by(|a, b| a.rank < b.rank)
            key.sort_by_key(|c| c.rank)
            for i in 1..cards.len() {
                assert(cards[i - 1].rank < cards[i].rank ||
                    (cards[i - 1].rank == cards[i].rank && cards[i - 1].number < cards[i].number))
            }
            assert(by.map(|c| c.number) == cards.map(|c| c.number) && key.map(|c| c.number) == cards.map(|c| c.number))
        }
    }
}

test "comparisons stay below 1.2 n log2 n for all patterns" {
    let n = 4096
    for pattern in _patterns(n) {
        let count = 0
        let counter = &count
        let v = pattern
        v.sort_by(|a, b| {
            *counter += 1
            a < b
        })
        assert(is_sorted(v) && count < n * 12 * 12 / 10, "${count}")
    }
}

test "searching" {
    assert(search(10, |i| i >= 4) == 4 && search(10, |i| i > 99) == 10 && search(0, |_| true) == 0)
    let v = [1, 3, 3, 3, 5]
    assert(lower_bound(v, 3) == 1)
    assert(upper_bound(v, 3) == 4)
    assert(equal_range(v, 4) == (cast<usize>(4), cast<usize>(4)))
    assert(upper_bound(v, 9) == 5)
    let built: vector<int64> = []
    for x in [5, 1, 3, 3, 2] { insert(&built, x) }
    assert(built == [1, 2, 3, 3, 5])
}

test "orders and merging" {
    assert(order(["c", "a", "b"]) == [1, 2, 0] && order_by([1, 2, 3], |a, b| a > b) == [2, 1, 0] && order<int64>([]).is_empty())
    assert(merge([1, 3, 5], [2, 3, 9]) == [1, 2, 3, 3, 5, 9] && merge<int64>([], [1]) == [1])
    let merged = merge([Card{rank: 1, number: 1}], [Card{rank: 1, number: 2}, Card{rank: 0, number: 3}])
    assert(merged.map(|c| c.number) == [1, 2, 3])
}

test "selecting" {
    for n in [1, 2, 16, 17, 100, 1000] {
        for pattern in _patterns(n) {
            let sorted = pattern.sorted()
            for k in [0, n / 4, n / 2, n - 1] {
                let v = pattern
                select_nth(&v, cast<usize>(k))
                assert(v[k] == sorted[k])
                for i in 0..k { assert(v[i] <= v[k]) }
                for i in k..n { assert(v[i] >= v[k]) }
                assert(v.sorted() == sorted)
            }
            let count = cast<usize>(n / 3)
            assert(least(pattern, count) == sorted[0..count].to_vector())
            let down = pattern
            descending(&down)
            assert(greatest(pattern, count) == down[0..count].to_vector())
            assert(median(pattern) == sorted[(n - 1) / 2])
        }
    }
    let words = ["d", "b", "a", "c"]
    let kept = words
    select_nth(&words, 1)
    assert(words[1] == "b" && kept == ["d", "b", "a", "c"])
    assert(least(words, 9) == ["a", "b", "c", "d"] && greatest(words, 2) == ["d", "c"] && median<string>([]).is_null())
}
