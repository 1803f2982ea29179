// expect: 24 16
// expect: true 1 null
// expect: 24 32 [null] [[1, null]]
// expect: true true 5 5 6
// A suffix belongs to what stands next to it: types that differ in this alone are different types, in generic code too.
func one() int64 { return 1 }

func none() int64? { return null }

func size_of_element<T>(xs: vector<T>) usize { return @sizeof(T) }

func is_null<T>(x: T?) bool { return x == null }

func main() {
    let optional_functions: vector<(func() int64)?> = [null, one]
    let functions_to_optionals: vector<func() int64?> = [none]
    println(size_of_element(optional_functions), size_of_element(functions_to_optionals))
    println(optional_functions[0] == null, optional_functions[1]!(), functions_to_optionals[0]())

    let optional_arrays: vector<[2]int64?> = [null]
    let arrays_of_optionals: vector<[2](int64?)> = [[1, null]]
    println(size_of_element(optional_arrays), size_of_element(arrays_of_optionals), optional_arrays, arrays_of_optionals)

    let n = 5
    let o: int64? = 6
    let nullable: vector<*int64?> = [null, &n]
    let plain: vector<*int64> = [&n]
    let to_optional: vector<*(int64?)> = [&o]
    println(nullable[0] == null, is_null(nullable[0]), *nullable[1]!, *plain[0], *to_optional[0])
}
