#include "gate/work_pool.h"

#include <gtest/gtest.h>

#include <future>
#include <latch>

namespace cordon::gate {
namespace {

TEST(WorkPool, OneLaneThatHangsLeavesThreadsToTheOthers) {
  std::promise<void> end;
  const std::shared_future<void> ended = end.get_future().share();
  std::latch begun(2), all(6);
  WorkPool pool(3, 2, 100);
  for (int i = 0; i < 5; ++i)
    ASSERT_TRUE(pool.post("hanging", [&] {
      if (!begun.try_wait()) begun.count_down();
      ended.wait();
      all.count_down();
    }));
  begun.wait();
  std::promise<void> other;
  ASSERT_TRUE(pool.post("other", [&] {
    other.set_value();
    all.count_down();
  }));
  EXPECT_EQ(other.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
  EXPECT_EQ(pool.waiting(), 3u);
  end.set_value();
  all.wait();  // what waited in the full lane is begun by whoever is free
}

TEST(WorkPool, ALaneMayBeGivenFewerThreads) {
  std::promise<void> end;
  const std::shared_future<void> ended = end.get_future().share();
  std::promise<void> begun, other;
  std::latch all(3);
  WorkPool pool(2, 2, 100);
  ASSERT_TRUE(pool.post(
      "narrow",
      [&] {
        begun.set_value();
        ended.wait();
        all.count_down();
      },
      1));
  begun.get_future().wait();
  ASSERT_TRUE(pool.post("narrow", [&] { all.count_down(); }, 1));
  ASSERT_TRUE(pool.post("other", [&] {
    other.set_value();
    all.count_down();
  }));
  EXPECT_EQ(other.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
  EXPECT_EQ(pool.waiting(), 1u);
  end.set_value();
  all.wait();
}

TEST(WorkPool, TooMuchInOneLaneIsRefusedThere) {
  std::promise<void> end;
  std::promise<void> begun;
  WorkPool pool(1, 1, 1);
  ASSERT_TRUE(pool.post("hanging", [&] {
    begun.set_value();
    end.get_future().wait();
  }));
  begun.get_future().wait();
  EXPECT_TRUE(pool.post("hanging", [] {}));
  EXPECT_FALSE(pool.post("hanging", [] {}));
  EXPECT_TRUE(pool.post("other", [] {}));
  end.set_value();
}

}  // namespace
}  // namespace cordon::gate
