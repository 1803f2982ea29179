// A state machine that is generated from a drawing of it: a table in a text, as one writes it down for people. It is read and
// checked while the program is built; what runs is a look into an array for each event.

enum Event { Coin, Push, Kick, Repair }

// From, event, to; one a line.
const RULES = """
    locked   Coin    open
    locked   Push    locked
    open     Push    locked
    open     Coin    open
    locked   Kick    broken
    open     Kick    broken
    broken   Repair  locked
    """

const MOST_STATES = 8

struct Machine {
    names: vector<string>
    next: [MOST_STATES][4]uint8     // by state and event; NONE: the event means nothing there
}

const NONE: uint8 = 255

func event_number(name: string) usize? {
    comptime for c in @variants(Event) {
        if c.name == name { return c.index }
    }
    return null
}

func state_number(names: *vector<string>, name: string) usize {
    if let i = names.index_of(name) { return i }
    if names.len() == MOST_STATES { comptime_error("more than ${MOST_STATES} states") }
    names.push(name)
    return names.len() - 1
}

func read_machine(rules: string) Machine {
    let names: vector<string> = []
    let next: [MOST_STATES][4]uint8
    for i in 0..MOST_STATES {
        for k in 0..4 { next[i][k] = NONE }
    }
    for line in rules.lines() {
        let words = line.split_whitespace()
        if words.is_empty() { continue }
        if words.len() != 3 { comptime_error("a rule has three words: \"${line}\"") }
        let from = state_number(&names, words[0])
        let event = event_number(words[1]) ?? comptime_error("no event is called ${words[1]}")
        if next[from][event] != NONE { comptime_error("two rules for ${words[1]} in ${words[0]}") }
        next[from][event] = cast<uint8>(state_number(&names, words[2]))
    }
    return Machine{names: names, next: next}
}

const MACHINE = comptime read_machine(RULES)

func main() {
    let state: uint8 = 0
    for event in [Event.Push, Event.Coin, Event.Push, Event.Kick, Event.Coin, Event.Repair, Event.Coin] {
        let next = MACHINE.next[state][@tag(event)]
        if next == NONE {
            println("${event:<6} does nothing when ${MACHINE.names[state]}")
        } else {
            println("${event:<6} ${MACHINE.names[state]} -> ${MACHINE.names[next]}")
            state = next
        }
    }
}
