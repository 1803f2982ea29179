// Functions that become parts of their callers, for backtraces.
import "std/os"

struct Account {
    owner: string
    balance: int64
}

@inline
func check(a: Account, amount: int64) int64 {
    let left = a.balance - amount
    if left < 0 { eprintln("${a.owner} lacks ${-left}") }       // line: inlined
    return left
}

@inline
func withdraw(a: *Account, amount: int64) {
    a.balance = check(*a, amount)       // line: caller
}

func main() {
    let account = Account{owner: "Ada", balance: 10}
    for amount in [3, 4, cast<int64>(os.args.len()) + 4] {
        withdraw(&account, amount)      // line: outermost
    }
    println(account)
}
