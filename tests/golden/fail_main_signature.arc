// Expectations: ./arcw golden --update
// error: 4:6 ARC0251 `main` takes no parameters and gives nothing, or `void!`
// `main` with parameters.
func main(args: vector<string>) int64 { return 0 }
