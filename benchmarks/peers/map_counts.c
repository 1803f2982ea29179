// Insert N keys into a map, then look them all up: map_counts [N]. The twin of
// ../programs/map_counts.arc by hand: open addressing with linear probing, grown by doubling.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct Map {
  uint64_t* keys;  // 0: free
  int64_t* values;
  uint64_t mask;
  uint64_t length;
};

static uint64_t Slot(const struct Map* map, uint64_t key) {
  uint64_t slot = (key * 0x9E3779B97F4A7C15u) >> 20 & map->mask;
  while (map->keys[slot] && map->keys[slot] != key) slot = (slot + 1) & map->mask;
  return slot;
}

static void Reserve(struct Map* map, uint64_t slots) {
  struct Map larger = {calloc(slots, 8), calloc(slots, 8), slots - 1, map->length};
  if (!larger.keys || !larger.values) abort();
  for (uint64_t i = 0; map->keys && i <= map->mask; ++i) {
    if (!map->keys[i]) continue;
    uint64_t slot = Slot(&larger, map->keys[i]);
    larger.keys[slot] = map->keys[i];
    larger.values[slot] = map->values[i];
  }
  free(map->keys);
  free(map->values);
  *map = larger;
}

static int64_t* At(struct Map* map, uint64_t key) {
  uint64_t slot = Slot(map, key);
  if (map->keys[slot]) return &map->values[slot];
  if (++map->length * 4 > map->mask * 3) {
    Reserve(map, (map->mask + 1) * 2);
    slot = Slot(map, key);
  }
  map->keys[slot] = key;
  return &map->values[slot];
}

int main(int argc, char** argv) {
  int64_t n = argc > 1 ? atol(argv[1]) : 2000000;
  struct Map map = {0};
  Reserve(&map, 16);
  uint64_t x = 1;
  for (int64_t i = 0; i < n; ++i) {
    x = x * 16807 % 2147483647;
    *At(&map, x) += i;
  }
  x = 1;
  int64_t sum = 0;
  for (int64_t i = 0; i < n; ++i) {
    x = x * 16807 % 2147483647;
    sum += map.values[Slot(&map, x)] & 1;
  }
  printf("%lu %ld\n", (unsigned long)map.length, (long)sum);
  return 0;
}
