// Text built three bytes at a time: string_building [N]. The twin of
// ../programs/string_building.arc by hand: a buffer that grows by doubling.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct Text {
  char* bytes;
  size_t length;
  size_t capacity;
};

static void Append(struct Text* text, const char* bytes, size_t count) {
  if (text->length + count > text->capacity) {
    text->capacity = (text->length + count) * 2;
    text->bytes = realloc(text->bytes, text->capacity);
    if (!text->bytes) abort();
  }
  memcpy(text->bytes + text->length, bytes, count);
  text->length += count;
}

int main(int argc, char** argv) {
  int64_t n = argc > 1 ? atol(argv[1]) : 20000000;
  struct Text text = {0};
  static const char kLetters[] = "abcdefghijklmnopqrstuvwxyz";
  for (int64_t i = 0; i < n; ++i) {
    Append(&text, kLetters + i % 26, 1);
    Append(&text, "bc", 2);
  }
  uint64_t hash = 14695981039346656037u;
  for (size_t i = 0; i < text.length; ++i) {
    hash = (hash ^ (unsigned char)text.bytes[i]) * 1099511628211u;
  }
  printf("%zu %lx\n", text.length, (unsigned long)hash);
  return 0;
}
