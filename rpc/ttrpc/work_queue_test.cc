#include "rpc/ttrpc/work_queue.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rpc/ttrpc/test_support.h"

namespace arc::ttrpc {
namespace {

TEST(WorkQueue, TurnByTurn) {
  Notification begun;
  Notification go;
  Notification done;
  std::string order;
  {
    WorkQueue queue(1);
    ASSERT_TRUE(queue
                    .Push(9,
                          [&] {
                            begun.Notify();
                            go.WaitForNotification();
                          })
                    .ok());
    begun.WaitForNotification();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(queue.Push(1, [&] { order += 'a'; }).ok());
    ASSERT_TRUE(queue.Push(2, [&] { order += 'b'; }).ok());
    ASSERT_TRUE(queue.Push(2, [&] { order += 'b'; }).ok());
    ASSERT_TRUE(queue.Push(3, [&] { order += 'c'; }).ok());
    ASSERT_TRUE(queue
                    .Push(1,
                          [&] {
                            order += 'd';
                            done.Notify();
                          })
                    .ok());
    go.Notify();
    done.WaitForNotification();
  }
  EXPECT_EQ(order, "abcabad");
}

TEST(WorkQueue, BoundedThreads) {
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  std::atomic<int> ran = 0;
  Notification all;
  {
    WorkQueue queue(3);
    for (uint64_t i = 0; i < 300; ++i) {
      ASSERT_TRUE(queue
                      .Push(i % 5,
                            [&] {
                              const int now = ++running;
                              int seen = most;
                              while (seen < now && !most.compare_exchange_weak(seen, now)) {
                              }
                              --running;
                              if (++ran == 300) all.Notify();
                            })
                      .ok());
    }
    all.WaitForNotification();
  }
  EXPECT_LE(most, 3);
}

TEST(WorkQueue, TasksThatBlockGetThreads) {
  // As many as may run at once do, even if each needs the others.
  std::atomic<int> present = 0;
  Notification all;
  {
    WorkQueue queue(4);
    for (int i = 0; i < 4; ++i) {
      ASSERT_TRUE(queue
                      .Push(1,
                            [&] {
                              if (++present == 4) all.Notify();
                              all.WaitForNotification();
                            })
                      .ok());
    }
    all.WaitForNotification();
  }
  EXPECT_EQ(present, 4);
}

TEST(WorkQueue, DiscardsAndEnds) {
  Notification begun;
  Notification go;
  auto alive = std::make_shared<int>(0);
  std::atomic<int> ran = 0;
  {
    WorkQueue queue(1);
    ASSERT_TRUE(queue
                    .Push(9,
                          [&] {
                            begun.Notify();
                            go.WaitForNotification();
                          })
                    .ok());
    begun.WaitForNotification();
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(queue.Push(1, [&ran, alive] { ++ran; }).ok());
    EXPECT_EQ(alive.use_count(), 11);
    queue.Discard(1);
    queue.Discard(2);
    EXPECT_EQ(alive.use_count(), 1);
    Notification other;
    ASSERT_TRUE(queue.Push(2, [&] { other.Notify(); }).ok());
    go.Notify();
    other.WaitForNotification();
    EXPECT_EQ(ran, 0);
  }
}

}  // namespace
}  // namespace arc::ttrpc
