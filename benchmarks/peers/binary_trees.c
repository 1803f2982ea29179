// Trees made and walked: binary_trees [DEPTH]. The twin of ../programs/binary_trees.arc by hand:
// plain reference counts, a free list, and a walk that takes its tree apart as it goes and makes no
// calls for leaves.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct Tree {
  uint32_t count;
  struct Tree* left;
  struct Tree* right;
};

static struct Tree* free_list;
static char* fresh;
static char* fresh_end;

static struct Tree* Allocate(void) {
  struct Tree* tree = free_list;
  if (tree) {
    free_list = tree->left;
    return tree;
  }
  if (fresh == fresh_end) {
    const size_t kBytes = sizeof(struct Tree) << 15;
    fresh = malloc(kBytes);
    if (!fresh) abort();
    fresh_end = fresh + kBytes;
  }
  tree = (struct Tree*)fresh;
  fresh += sizeof(struct Tree);
  return tree;
}

static void Free(struct Tree* tree) {
  tree->left = free_list;
  free_list = tree;
}

static struct Tree* Make(int64_t depth) {
  struct Tree* tree = Allocate();
  tree->count = 1;
  if (depth == 0) {
    tree->left = tree->right = NULL;
    return tree;
  }
  tree->left = Make(depth - 1);
  tree->right = Make(depth - 1);
  return tree;
}

// Takes the tree, which is no leaf.
static int64_t Check(struct Tree* tree) {
  for (int64_t sum = 1;; ++sum) {
    struct Tree* left = tree->left;
    struct Tree* right = tree->right;
    if (tree->count == 1) {
      Free(tree);
    } else {
      if (left) ++left->count;
      if (right) ++right->count;
      --tree->count;
    }
    if (left) sum += Check(left);
    if (!right) return sum;
    tree = right;
  }
}

int main(int argc, char** argv) {
  int64_t depth = argc > 1 ? atol(argv[1]) : 10;
  printf("stretch %ld\n", (long)Check(Make(depth + 1)));
  struct Tree* kept = Make(depth);
  for (int64_t d = 4; d <= depth; d += 2) {
    int64_t times = (int64_t)1 << (depth - d + 4);
    int64_t total = 0;
    for (int64_t i = 0; i < times; ++i) total += Check(Make(d));
    printf("%ld trees depth %ld check %ld\n", (long)times, (long)d, (long)total);
  }
  printf("long %ld\n", (long)Check(kept));
  return 0;
}
