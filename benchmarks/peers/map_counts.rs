// Insert N keys into a map, then look them all up: map_counts [N]. The twin of
// ../programs/map_counts.arc with the standard library's map.

use std::collections::HashMap;

fn main() {
    let n: i64 = std::env::args().nth(1).map_or(2_000_000, |n| n.parse().unwrap());
    let mut map: HashMap<u64, i64> = HashMap::new();
    let mut x: u64 = 1;
    for i in 0..n {
        x = x * 16807 % 2147483647;
        *map.entry(x).or_default() += i;
    }
    x = 1;
    let mut sum = 0;
    for _ in 0..n {
        x = x * 16807 % 2147483647;
        sum += map[&x] & 1;
    }
    println!("{} {}", map.len(), sum);
}
