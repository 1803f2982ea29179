#include "comptime/service/result_cache.h"

#include <gtest/gtest.h>

#include <string>

namespace arc::comptime {
namespace {

ContentKey Key(int number) {
  ContentKey key = {};
  key[0] = static_cast<uint8_t>(number);
  return key;
}

v1::Outcome Outcome(const std::string& content) {
  v1::Outcome outcome;
  outcome.set_end(v1::DONE);
  outcome.mutable_image()->set_content(content);
  return outcome;
}

TEST(ResultCache, GivesWhatWasAdded) {
  ResultCache cache(1 << 20);
  EXPECT_EQ(cache.Find(Key(1)), nullptr);
  cache.Add(Key(1), Outcome("one"));
  cache.Add(Key(2), Outcome("two"));
  EXPECT_EQ(cache.Find(Key(1))->outcome.image().content(), "one");
  EXPECT_EQ(cache.Find(Key(2))->outcome.image().content(), "two");
  cache.Add(Key(1), Outcome("other"));
  EXPECT_EQ(cache.Find(Key(1))->outcome.image().content(), "one") << "the first counts";
}

TEST(ResultCache, TheLeastRecentlyUsedGoFirst) {
  const std::string large(10'000, 'x');
  ResultCache cache(55'000);
  for (int i = 0; i < 5; ++i) cache.Add(Key(i), Outcome(large));
  EXPECT_NE(cache.Find(Key(0)), nullptr);
  auto held = cache.Find(Key(2));
  cache.Add(Key(5), Outcome(large));
  EXPECT_EQ(cache.Find(Key(1)), nullptr);
  EXPECT_NE(cache.Find(Key(0)), nullptr);
  for (int i = 10; i < 20; ++i) cache.Add(Key(i), Outcome(large));
  EXPECT_EQ(cache.Find(Key(2)), nullptr);
  EXPECT_EQ(held->outcome.image().content(), large) << "who uses it keeps it";
  EXPECT_LE(cache.bytes(), 55'000u);
}

TEST(ResultCache, WhatWouldFillItIsNotKept) {
  ResultCache cache(40'000);
  cache.Add(Key(1), Outcome(std::string(15'000, 'x')));
  EXPECT_EQ(cache.Find(Key(1)), nullptr);
  EXPECT_EQ(cache.bytes(), 0u);
}

}  // namespace
}  // namespace arc::comptime
