async func producer(tx: Tx<int32>) void! {
    for i in 0..100 { await tx.send(i)? }        // await binds tighter than ?
}

async func main() void! {
    let (tx, rx) = chan<int32>(16)               // 0: rendezvous
    let p = spawn producer(tx)                   // Task<void!>
    for v in rx { println("${v}") }              // ends when every Tx is gone or closed
    await p?
}
