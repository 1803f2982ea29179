// expect: Account{owner: "Ada", balance: 10}
// expect: Account{owner: "Bob", balance: 100}
// expect: Account{owner: "Cy", balance: 7}
struct Account {
    owner: string
    balance: int64

    init(self a: *Account, owner: string, balance: int64 = 100) {
        a.owner = owner
        a.balance = balance
    }
}

func main() {
    println(Account("Ada", 10))
    println(Account("Bob"))
    println(Account(balance: 7, owner: "Cy"))
}
