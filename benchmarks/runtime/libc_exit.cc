// The least a program with the C library can do.

int main() { return 0; }
