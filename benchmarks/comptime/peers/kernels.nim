# -d:kernel=fib | sieve | crc | json; -d:result=what is expected, -d:text=the file.
const kernel {.strdefine.} = ""
const result_expected {.strdefine.} = "0"
const text_file {.strdefine.} = ""

proc fib(n: int, calls: var int): int =
  inc calls
  if n < 2: n else: fib(n - 1, calls) + fib(n - 2, calls)

proc fibonacci(n: int): int =
  var calls = 0
  let value = fib(n, calls)
  value + calls

proc countPrimes(limit: int): int =
  var composite = newSeq[bool](limit + 1)
  for i in 2 .. limit:
    if composite[i]: continue
    inc result
    var j = i * i
    while j <= limit:
      composite[j] = true
      j += i

type Tables = array[16, array[256, uint32]]

proc crcTables(): Tables =
  for i in 0 .. 255:
    var c = uint32(i)
    for k in 0 .. 7:
      c = (if (c and 1) != 0: 0xEDB88320'u32 xor (c shr 1) else: c shr 1)
    result[0][i] = c
  for t in 1 .. 15:
    for i in 0 .. 255:
      let before = result[t - 1][i]
      result[t][i] = (before shr 8) xor result[0][int(before and 255)]

proc sumTables(tables: Tables): int =
  var sum = 0'u32
  for t in 0 .. 15:
    for i in 0 .. 255: sum = sum * 31 + tables[t][i]
  int(sum)

type Reader = object
  at, values, sum: int

proc skipSpace(text: string, r: var Reader) =
  while text[r.at] == ' ' or text[r.at] == '\n': inc r.at

proc skipText(text: string, r: var Reader) =
  inc r.at
  while text[r.at] != '"': inc r.at
  inc r.at

proc goesOn(text: string, r: var Reader): bool =
  skipSpace(text, r)
  result = text[r.at] == ','
  inc r.at

proc opensEmpty(text: string, r: var Reader, close: char): bool =
  inc r.at
  skipSpace(text, r)
  if text[r.at] != close: return false
  inc r.at
  true

proc value(text: string, r: var Reader) =
  skipSpace(text, r)
  inc r.values
  case text[r.at]
  of '{':
    if opensEmpty(text, r, '}'): return
    while true:
      skipSpace(text, r)
      skipText(text, r)
      skipSpace(text, r)
      inc r.at
      value(text, r)
      if not goesOn(text, r): return
  of '[':
    if opensEmpty(text, r, ']'): return
    while true:
      value(text, r)
      if not goesOn(text, r): return
  of '"': skipText(text, r)
  of 't', 'n': r.at += 4
  of 'f': r.at += 5
  else:
    let negative = text[r.at] == '-'
    if negative: inc r.at
    var n = 0
    while text[r.at] >= '0' and text[r.at] <= '9':
      n = n * 10 + (ord(text[r.at]) - ord('0'))
      inc r.at
    r.sum += (if negative: -n else: n)

proc readJson(text: string): int =
  var r: Reader
  value(text, r)
  r.values * 1000000000 + r.sum

when kernel == "fib":
  const computed = fibonacci(30)
elif kernel == "sieve":
  const computed = countPrimes(1000000)
elif kernel == "crc":
  const tables = crcTables()
  const computed = sumTables(tables)
elif kernel == "json":
  const computed = readJson(staticRead(text_file))
when kernel != "":
  when $computed != result_expected: {.error: "wrong result".}
