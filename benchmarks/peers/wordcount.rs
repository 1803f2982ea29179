// Counts the words of a file in one process: wordcount FILE. The twin of examples/wordcount with
// standard collections.

use std::collections::HashMap;
use std::io::Read;

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).expect("usage: wordcount FILE");
    let mut file = std::fs::File::open(path)?;
    let mut counts: HashMap<Vec<u8>, i64> = HashMap::new();
    let mut chunk = vec![0u8; 4 << 20];
    let mut word: Vec<u8> = Vec::new();
    let mut count = |word: &mut Vec<u8>| {
        if let Some(n) = counts.get_mut(word.as_slice()) {
            *n += 1;
        } else {
            counts.insert(word.clone(), 1);
        }
        word.clear();
    };
    loop {
        let n = file.read(&mut chunk)?;
        if n == 0 {
            break;
        }
        for b in &chunk[..n] {
            let b = b | 32;
            if b.is_ascii_lowercase() {
                word.push(b);
            } else if !word.is_empty() {
                count(&mut word);
            }
        }
    }
    if !word.is_empty() {
        count(&mut word);
    }
    let mut ranking: Vec<_> = counts.into_iter().collect();
    ranking.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    for (word, n) in ranking.iter().take(10) {
        println!("{} {}", n, String::from_utf8_lossy(word));
    }
    Ok(())
}
