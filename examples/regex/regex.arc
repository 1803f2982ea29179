// Regular expressions that are compiled while the program is built: to a table with a row for each state of a deterministic
// automaton. Matching is one look into it for each byte. A wrong expression is an error of the build.
//
// Characters, `.`, `[a-z_]`, `[^…]`, `*`, `+`, `?`, `|`, `( )`, `\` before a character that means something.

/// A node of the automaton that one can draw from an expression: it goes on by a set of bytes, or for nothing to two others.
struct Node {
    bytes: vector<bool>     // 256, or none
    next: usize
    other: usize
}

const NOWHERE: usize = 0xFFFFFFFF

struct Compiler {
    pattern: string
    at: usize
    nodes: vector<Node>

    func add(self c: *Compiler, bytes: vector<bool>, next: usize, other: usize) usize {
        c.nodes.push(Node{bytes: bytes, next: next, other: other})
        return c.nodes.len() - 1
    }

    func fail(self c: *Compiler, what: string) never {
        comptime_error("regular expression \"${c.pattern}\", byte ${c.at}: ${what}")
    }

    func ends(self c: *Compiler) bool { return c.at == c.pattern.len() }

    func take(self c: *Compiler) byte {
        if c.ends() { c.fail("it ends too early") }
        c.at += 1
        return c.pattern[c.at - 1]
    }

    func accept(self c: *Compiler, b: byte) bool {
        if c.ends() || c.pattern[c.at] != b { return false }
        c.at += 1
        return true
    }

    // Each gives the first node of a part whose ends lead to `then`: the expression is read from its end, so to speak,
    // by reading a part again for each place that it is followed by.

    func alternatives(self c: *Compiler, then: usize) usize {
        let first = c.sequence(then)
        if !c.accept('|') { return first }
        return c.add([], first, c.alternatives(then))
    }

    func sequence(self c: *Compiler, then: usize) usize {
        if c.ends() || c.pattern[c.at] == '|' || c.pattern[c.at] == ')' { return then }
        let begin = c.at
        // Once to see where the part ends; what it made leads nowhere.
        c.part(then)
        let repeat: byte = 0
        if !c.ends() && (c.pattern[c.at] == '*' || c.pattern[c.at] == '+' || c.pattern[c.at] == '?') { repeat = c.take() }
        let rest = c.sequence(then)
        let end = c.at
        c.at = begin
        let first: usize = 0
        if repeat == 0 {
            first = c.part(rest)
        } else if repeat == '?' {
            first = c.add([], c.part(rest), rest)
        } else {
            let fork = c.add([], NOWHERE, rest)
            let body = c.part(fork)
            c.nodes[fork].next = body
            first = if repeat == '+' { body } else { fork }
        }
        c.at = end
        return first
    }

    func part(self c: *Compiler, then: usize) usize {
        let b = c.take()
        if b == '(' {
            let first = c.alternatives(then)
            if !c.accept(')') { c.fail("a `)` is missing") }
            return first
        }
        if b == '*' || b == '+' || b == '?' { c.fail("nothing to repeat") }
        let set = vector<bool>(256, b == '.')
        if b == '[' {
            let not = c.accept('^')
            set = vector<bool>(256, not)
            for {
                let low = c.take()
                if low == ']' { break }
                let high = low
                if c.accept('-') { high = c.take() }
                if high < low { c.fail("an empty range") }
                for let i = cast<usize>(low); i <= cast<usize>(high); i++ { set[i] = !not }
            }
        } else if b == '\\' {
            set[c.take()] = true
        } else if b != '.' {
            set[b] = true
        }
        return c.add(set, then, NOWHERE)
    }
}

/// A row of 256 for each state; 0 is the state from which nothing matches, 1 the first.
struct Regex {
    next: vector<uint16>
    accepts: vector<bool>

    func matches(self r: Regex, text: string) bool {
        let state: usize = 1
        for let i: usize = 0; i < text.len(); i++ { state = r.next[state * 256 + cast<usize>(text[i])] }
        return r.accepts[state]
    }
}

/// Adds a node and all that it leads to for nothing.
func reach(nodes: vector<Node>, node: usize, reached: *set<usize>) {
    if reached.contains(node) { return }
    reached.insert(node)
    if node == 0 || !nodes[node].bytes.is_empty() { return }
    reach(nodes, nodes[node].next, reached)
    reach(nodes, nodes[node].other, reached)
}

func compile(pattern: string) Regex {
    // Node 0 is where it matches.
    let c = Compiler{pattern: pattern, nodes: [Node{next: NOWHERE, other: NOWHERE}]}
    let start = c.alternatives(0)
    if !c.ends() { c.fail("a `)` without `(`") }
    let nodes = c.nodes

    // A state is a set of nodes, and found again by it.
    let first: set<usize> = {}
    reach(nodes, start, &first)
    let states: vector<set<usize>> = [{}, first]
    let numbers: map<vector<usize>, usize> = {}
    let key = func(s: set<usize>) vector<usize> { return s.to_vector().sorted() }
    numbers[key(states[0])] = 0
    numbers[key(states[1])] = 1
    let r = Regex{next: vector<uint16>(256, 0), accepts: [false]}
    for let s: usize = 1; s < states.len(); s++ {
        r.accepts.push(states[s].contains(0))
        for let b: usize = 0; b < 256; b++ {
            let to: set<usize> = {}
            for node in states[s] {
                if node != 0 && !nodes[node].bytes.is_empty() && nodes[node].bytes[b] { reach(nodes, nodes[node].next, &to) }
            }
            let known = numbers.get(key(to))
            if known == null {
                known = states.len()
                numbers[key(to)] = states.len()
                states.push(to)
            }
            r.next.push(cast<uint16>(known!))
        }
    }
    return r
}

const NUMBER = comptime compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")
const NAME = comptime compile("[A-Za-z_][A-Za-z0-9_]*")
const ADDRESS = comptime compile("[a-z0-9.]+@([a-z0-9]+\\.)+[a-z][a-z]+")

func main() {
    for text in ["-12.5e3", "007", "x_1", "1x", "ada@lovelace.example.org", "ada@org", ""] {
        println("${text:<26} number ${NUMBER.matches(text):<5} name ${NAME.matches(text):<5} address ${ADDRESS.matches(text)}")
    }
    println("states:", NUMBER.accepts.len(), NAME.accepts.len(), ADDRESS.accepts.len())
}
