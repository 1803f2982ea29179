// --cfg kernel="fib" | "sieve" | "crc" | "json"; the result in the variable RESULT, the text in text.json.
#![allow(dead_code, long_running_const_eval)]

const fn fib(n: i64, calls: &mut i64) -> i64 {
    *calls += 1;
    if n < 2 { n } else { fib(n - 1, calls) + fib(n - 2, calls) }
}
const fn fibonacci(n: i64) -> i64 {
    let mut calls = 0;
    let value = fib(n, &mut calls);
    value + calls
}

const fn count_primes<const SIZE: usize>() -> i64 {
    let mut composite = [false; SIZE];
    let mut count = 0;
    let mut i = 2;
    while i < SIZE {
        if !composite[i] {
            count += 1;
            let mut j = i * i;
            while j < SIZE {
                composite[j] = true;
                j += i;
            }
        }
        i += 1;
    }
    count
}

type Tables = [[u32; 256]; 16];
const fn crc_tables() -> Tables {
    let mut tables = [[0u32; 256]; 16];
    let mut i = 0;
    while i < 256 {
        let mut c = i as u32;
        let mut k = 0;
        while k < 8 {
            c = if c & 1 != 0 { 0xEDB88320 ^ (c >> 1) } else { c >> 1 };
            k += 1;
        }
        tables[0][i] = c;
        i += 1;
    }
    let mut t = 1;
    while t < 16 {
        let mut i = 0;
        while i < 256 {
            let before = tables[t - 1][i];
            tables[t][i] = (before >> 8) ^ tables[0][(before & 255) as usize];
            i += 1;
        }
        t += 1;
    }
    tables
}
const fn sum_tables(tables: &Tables) -> i64 {
    let mut sum = 0u32;
    let mut t = 0;
    while t < 16 {
        let mut i = 0;
        while i < 256 {
            sum = sum.wrapping_mul(31).wrapping_add(tables[t][i]);
            i += 1;
        }
        t += 1;
    }
    sum as i64
}

struct Reader<'a> { text: &'a [u8], at: usize, values: i64, sum: i64 }

impl Reader<'_> {
    const fn skip_space(&mut self) {
        while self.text[self.at] == b' ' || self.text[self.at] == b'\n' { self.at += 1; }
    }
    const fn skip_text(&mut self) {
        self.at += 1;
        while self.text[self.at] != b'"' { self.at += 1; }
        self.at += 1;
    }
    const fn goes_on(&mut self) -> bool {
        self.skip_space();
        let comma = self.text[self.at] == b',';
        self.at += 1;
        comma
    }
    const fn opens_empty(&mut self, close: u8) -> bool {
        self.at += 1;
        self.skip_space();
        if self.text[self.at] != close { return false; }
        self.at += 1;
        true
    }
    const fn value(&mut self) {
        self.skip_space();
        self.values += 1;
        let c = self.text[self.at];
        if c == b'{' {
            if self.opens_empty(b'}') { return; }
            loop {
                self.skip_space();
                self.skip_text();
                self.skip_space();
                self.at += 1;
                self.value();
                if !self.goes_on() { return; }
            }
        } else if c == b'[' {
            if self.opens_empty(b']') { return; }
            loop {
                self.value();
                if !self.goes_on() { return; }
            }
        } else if c == b'"' {
            self.skip_text();
        } else if c == b't' || c == b'n' {
            self.at += 4;
        } else if c == b'f' {
            self.at += 5;
        } else {
            let negative = c == b'-';
            if negative { self.at += 1; }
            let mut n = 0i64;
            while self.text[self.at] >= b'0' && self.text[self.at] <= b'9' {
                n = n * 10 + (self.text[self.at] - b'0') as i64;
                self.at += 1;
            }
            self.sum += if negative { -n } else { n };
        }
    }
}
const fn read_json(text: &str) -> i64 {
    let mut reader = Reader { text: text.as_bytes(), at: 0, values: 0, sum: 0 };
    reader.value();
    reader.values * 1000000000 + reader.sum
}

const fn number(text: &str) -> i64 {
    let text = text.as_bytes();
    let mut n = 0;
    let mut i = 0;
    while i < text.len() {
        n = n * 10 + (text[i] - b'0') as i64;
        i += 1;
    }
    n
}

#[cfg(kernel = "fib")]
const _: () = assert!(fibonacci(30) == number(env!("RESULT")));
#[cfg(kernel = "sieve")]
const _: () = assert!(count_primes::<1000001>() == number(env!("RESULT")));
#[cfg(kernel = "crc")]
pub static TABLES: Tables = crc_tables();
#[cfg(kernel = "crc")]
const _: () = assert!(sum_tables(&crc_tables()) == number(env!("RESULT")));
#[cfg(kernel = "json")]
const _: () = assert!(read_json(include_str!(env!("TEXT"))) == number(env!("RESULT")));
