// A red-black tree as a persistent value: red_black_tree [INSERTS] [snapshots]. The twin of
// ../programs/red_black_tree.arc by hand: plain reference counts, a free list, and nodes that are
// written over when nobody else refers to them.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum Color { kRed, kBlack };

struct Node {
  uint32_t count;
  uint32_t color;
  struct Node* left;
  int64_t key;
  int64_t value;
  struct Node* right;
};

static struct Node* free_list;
static char* fresh;
static char* fresh_end;

static struct Node* Allocate(void) {
  struct Node* node = free_list;
  if (node) {
    free_list = node->left;
    return node;
  }
  if (fresh == fresh_end) {
    const size_t kBytes = sizeof(struct Node) << 15;
    fresh = malloc(kBytes);
    if (!fresh) abort();
    fresh_end = fresh + kBytes;
  }
  node = (struct Node*)fresh;
  fresh += sizeof(struct Node);
  return node;
}

static struct Node* Keep(struct Node* node) {
  if (node) ++node->count;
  return node;
}

static void Drop(struct Node* node) {
  while (node && --node->count == 0) {
    struct Node* right = node->right;
    Drop(node->left);
    node->left = free_list;
    free_list = node;
    node = right;
  }
}

// The payload of a node that the caller owns; the node itself comes back when it is of no use to
// anybody else, to be written over.
static struct Node* Open(struct Node* node, struct Node* parts) {
  *parts = *node;
  if (node->count == 1) return node;
  Keep(node->left);
  Keep(node->right);
  --node->count;
  return NULL;
}

static struct Node* Make(struct Node* reuse, enum Color color, struct Node* left, int64_t key,
                         int64_t value, struct Node* right) {
  struct Node* node = reuse ? reuse : Allocate();
  *node = (struct Node){1, color, left, key, value, right};
  return node;
}

static int IsRed(const struct Node* node) { return node && node->color == kRed; }

static struct Node* BalanceLeft(struct Node* reuse, struct Node* left, int64_t key, int64_t value,
                                struct Node* right) {
  struct Node l, inner;
  struct Node* outer_cell = Open(left, &l);
  if (IsRed(l.left)) {
    struct Node* cell = Open(l.left, &inner);
    return Make(reuse, kRed, Make(cell, kBlack, inner.left, inner.key, inner.value, inner.right),
                l.key, l.value, Make(outer_cell, kBlack, l.right, key, value, right));
  }
  if (IsRed(l.right)) {
    struct Node* cell = Open(l.right, &inner);
    return Make(reuse, kRed, Make(outer_cell, kBlack, l.left, l.key, l.value, inner.left),
                inner.key, inner.value, Make(cell, kBlack, inner.right, key, value, right));
  }
  return Make(reuse, kBlack, Make(outer_cell, kRed, l.left, l.key, l.value, l.right), key, value,
              right);
}

static struct Node* BalanceRight(struct Node* reuse, struct Node* left, int64_t key, int64_t value,
                                 struct Node* right) {
  struct Node r, inner;
  struct Node* outer_cell = Open(right, &r);
  if (IsRed(r.left)) {
    struct Node* cell = Open(r.left, &inner);
    return Make(reuse, kRed, Make(cell, kBlack, left, key, value, inner.left), inner.key,
                inner.value, Make(outer_cell, kBlack, inner.right, r.key, r.value, r.right));
  }
  if (IsRed(r.right)) {
    struct Node* cell = Open(r.right, &inner);
    return Make(reuse, kRed, Make(outer_cell, kBlack, left, key, value, r.left), r.key, r.value,
                Make(cell, kBlack, inner.left, inner.key, inner.value, inner.right));
  }
  return Make(reuse, kBlack, left, key, value,
              Make(outer_cell, kRed, r.left, r.key, r.value, r.right));
}

static struct Node* InsertInto(struct Node* tree, int64_t key, int64_t value) {
  if (!tree) return Make(NULL, kRed, NULL, key, value, NULL);
  struct Node t;
  struct Node* cell = Open(tree, &t);
  if (key < t.key) {
    if (t.color == kBlack && IsRed(t.left)) {
      return BalanceLeft(cell, InsertInto(t.left, key, value), t.key, t.value, t.right);
    }
    return Make(cell, t.color, InsertInto(t.left, key, value), t.key, t.value, t.right);
  }
  if (key > t.key) {
    if (t.color == kBlack && IsRed(t.right)) {
      return BalanceRight(cell, t.left, t.key, t.value, InsertInto(t.right, key, value));
    }
    return Make(cell, t.color, t.left, t.key, t.value, InsertInto(t.right, key, value));
  }
  return Make(cell, t.color, t.left, key, value, t.right);
}

static struct Node* Insert(struct Node* tree, int64_t key, int64_t value) {
  tree = InsertInto(tree, key, value);
  tree->color = kBlack;
  return tree;
}

static int64_t Count(const struct Node* tree) {
  return tree ? Count(tree->left) + (tree->value != 0) + Count(tree->right) : 0;
}

int main(int argc, char** argv) {
  enum { kKept = 100 };
  const int64_t inserts = argc > 1 ? atoll(argv[1]) : 1000;
  const int snapshots = argc > 2 && strcmp(argv[2], "snapshots") == 0;
  struct Node* kept[kKept] = {NULL};
  struct Node* tree = NULL;
  int64_t x = 1;
  for (int64_t i = 0; i < inserts; ++i) {
    x = x * 16807 % 2147483647;
    tree = Insert(tree, x, x % 10 == 0);
    if (snapshots && i % 5 == 0) {
      struct Node** place = &kept[i / 5 % kKept];
      Drop(*place);
      *place = Keep(tree);
    }
  }
  printf("%lld\n", (long long)Count(tree));
  return 0;
}
