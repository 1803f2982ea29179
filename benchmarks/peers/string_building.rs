// Text built three bytes at a time: string_building [N]. The twin of
// ../programs/string_building.arc.

fn main() {
    let n: usize = std::env::args().nth(1).map_or(20_000_000, |n| n.parse().unwrap());
    let letters = "abcdefghijklmnopqrstuvwxyz";
    let mut text = String::new();
    for i in 0..n {
        let k = i % 26;
        text += &letters[k..k + 1];
        text += "bc";
    }
    let mut hash: u64 = 14695981039346656037;
    for b in text.bytes() {
        hash = (hash ^ b as u64).wrapping_mul(1099511628211);
    }
    println!("{} {:x}", text.len(), hash);
}
