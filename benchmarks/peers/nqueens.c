// All ways to place N queens, as lists of lists: nqueens [N]. The twin of ../programs/nqueens.arc
// by hand: plain reference counts and a free list.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

// A list of columns, or (by `queens`) of solutions.
struct List {
  uint32_t count;
  union {
    int64_t column;
    struct List* queens;
  };
  struct List* rest;
};

static struct List* free_list;
static char* fresh;
static char* fresh_end;

static struct List* Allocate(void) {
  struct List* list = free_list;
  if (list) {
    free_list = list->rest;
    return list;
  }
  if (fresh == fresh_end) {
    const size_t kBytes = sizeof(struct List) << 15;
    fresh = malloc(kBytes);
    if (!fresh) abort();
    fresh_end = fresh + kBytes;
  }
  list = (struct List*)fresh;
  fresh += sizeof(struct List);
  return list;
}

static void Free(struct List* list) {
  list->rest = free_list;
  free_list = list;
}

static void DropQueens(struct List* list) {
  while (list && --list->count == 0) {
    struct List* rest = list->rest;
    Free(list);
    list = rest;
  }
}

static int IsSafe(int64_t column, const struct List* queens) {
  for (int64_t distance = 1; queens; queens = queens->rest, ++distance) {
    int64_t q = queens->column;
    if (column == q || column == q + distance || column == q - distance) return 0;
  }
  return 1;
}

static struct List* Solve(int64_t n, int64_t k) {
  if (k == 0) {
    struct List* one = Allocate();
    *one = (struct List){.count = 1};
    return one;
  }
  struct List* out = NULL;
  struct List* at = Solve(n, k - 1);
  while (at) {
    struct List* queens = at->queens;
    struct List* rest = at->rest;
    Free(at);
    for (int64_t q = 1; q <= n; ++q) {
      if (!IsSafe(q, queens)) continue;
      if (queens) ++queens->count;
      struct List* more = Allocate();
      *more = (struct List){.count = 1, .column = q, .rest = queens};
      struct List* solution = Allocate();
      *solution = (struct List){.count = 1, .queens = more, .rest = out};
      out = solution;
    }
    DropQueens(queens);
    at = rest;
  }
  return out;
}

int main(int argc, char** argv) {
  int64_t n = argc > 1 ? atol(argv[1]) : 8;
  int64_t count = 0, sum = 0;
  for (struct List* at = Solve(n, n); at;) {
    ++count;
    if (at->queens) sum += at->queens->column;
    DropQueens(at->queens);
    struct List* rest = at->rest;
    Free(at);
    at = rest;
  }
  printf("%ld %ld\n", (long)count, (long)sum);
  return 0;
}
