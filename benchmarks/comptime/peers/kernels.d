// -version=fib | sieve | crc | json; the results in results.txt, the text in text.json, both by -J.
module kernels;

long fib(long n, ref long calls)
{
    ++calls;
    return n < 2 ? n : fib(n - 1, calls) + fib(n - 2, calls);
}

long fibonacci(long n)
{
    long calls = 0;
    long value = fib(n, calls);
    return value + calls;
}

long countPrimes(long limit)
{
    auto composite = new bool[cast(size_t) limit + 1];
    long count = 0;
    for (long i = 2; i <= limit; ++i)
    {
        if (composite[cast(size_t) i])
            continue;
        ++count;
        for (long j = i * i; j <= limit; j += i)
            composite[cast(size_t) j] = true;
    }
    return count;
}

uint[256][16] crcTables()
{
    uint[256][16] tables;
    foreach (uint i; 0 .. 256)
    {
        uint c = i;
        foreach (k; 0 .. 8)
            c = c & 1 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
        tables[0][i] = c;
    }
    foreach (t; 1 .. 16)
        foreach (i; 0 .. 256)
        {
            uint before = tables[t - 1][i];
            tables[t][i] = (before >> 8) ^ tables[0][before & 255];
        }
    return tables;
}

long sumTables(ref uint[256][16] tables)
{
    uint sum = 0;
    foreach (t; 0 .. 16)
        foreach (i; 0 .. 256)
            sum = sum * 31 + tables[t][i];
    return sum;
}

struct Reader
{
    string text;
    size_t at;
    long values, sum;

    void skipSpace()
    {
        while (text[at] == ' ' || text[at] == '\n')
            ++at;
    }

    void skipText()
    {
        ++at;
        while (text[at] != '"')
            ++at;
        ++at;
    }

    bool goesOn()
    {
        skipSpace();
        return text[at++] == ',';
    }

    bool opensEmpty(char close)
    {
        ++at;
        skipSpace();
        if (text[at] != close)
            return false;
        ++at;
        return true;
    }

    void value()
    {
        skipSpace();
        ++values;
        char c = text[at];
        if (c == '{')
        {
            if (opensEmpty('}'))
                return;
            do
            {
                skipSpace();
                skipText();
                skipSpace();
                ++at;
                value();
            }
            while (goesOn());
        }
        else if (c == '[')
        {
            if (opensEmpty(']'))
                return;
            do
                value();
            while (goesOn());
        }
        else if (c == '"')
            skipText();
        else if (c == 't' || c == 'n')
            at += 4;
        else if (c == 'f')
            at += 5;
        else
        {
            bool negative = c == '-';
            if (negative)
                ++at;
            long n = 0;
            for (; text[at] >= '0' && text[at] <= '9'; ++at)
                n = n * 10 + (text[at] - '0');
            sum += negative ? -n : n;
        }
    }
}

long readJson(string text)
{
    auto reader = Reader(text);
    reader.value();
    return reader.values * 1000000000 + reader.sum;
}

long number(string text)
{
    long n = 0;
    foreach (c; text)
        if (c >= '0' && c <= '9')
            n = n * 10 + (c - '0');
    return n;
}

version (fib)
    static assert(fibonacci(30) == number(import("result.txt")));
version (sieve)
    static assert(countPrimes(1000000) == number(import("result.txt")));
version (crc)
{
    immutable uint[256][16] tables = crcTables();
    long sumOfTables()
    {
        auto copy = crcTables();
        return sumTables(copy);
    }
    static assert(sumOfTables() == number(import("result.txt")));
}
version (json)
    static assert(readJson(import("text.json")) == number(import("result.txt")));
