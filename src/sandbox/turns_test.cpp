#include "sandbox/turns.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace cordon::sandbox {
namespace {

using Clock = std::chrono::steady_clock;

Clock::time_point in(std::chrono::milliseconds time) { return Clock::now() + time; }
const std::chrono::minutes kLong{1};

TEST(Turns, GivesEachPlaceOnce) {
  Turns turns(3, 0);
  std::set<std::uint32_t> places;
  for (int i = 0; i < 3; ++i) places.insert(turns.take(in(kLong)).value());
  EXPECT_EQ(places, (std::set<std::uint32_t>{0, 1, 2}));
  EXPECT_EQ(turns.take(in(kLong)).error().code, ErrorCode::too_many);
  turns.give_back(1);
  EXPECT_EQ(turns.take(in(kLong)).value(), 1u);
}

TEST(Turns, StopsWaitingAtTheDeadline) {
  Turns turns(1, 4);
  const std::uint32_t place = turns.take(in(kLong)).value();
  EXPECT_EQ(turns.take(in(std::chrono::milliseconds(20))).error().code, ErrorCode::timed_out);
  EXPECT_EQ(turns.take(in(std::chrono::milliseconds(-20))).error().code, ErrorCode::timed_out);
  EXPECT_EQ(turns.waiting(), 0u);
  turns.give_back(place);
  EXPECT_TRUE(turns.take(in(kLong)));
}

TEST(Turns, GivesThemInTheOrderOfAsking) {
  Turns turns(1, 10);
  const std::uint32_t place = turns.take(in(kLong)).value();
  std::vector<int> order;  // guarded by the place itself
  std::vector<std::thread> threads;
  for (int number = 0; number < 5; ++number) {
    threads.emplace_back([&, number] {
      const std::uint32_t mine = turns.take(in(kLong)).value();
      order.push_back(number);
      turns.give_back(mine);
    });
    while (turns.waiting() != static_cast<std::size_t>(number) + 1) std::this_thread::yield();
  }
  turns.give_back(place);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(Turns, NeverGivesAPlaceToTwo) {
  Turns turns(2, 100);
  std::atomic<int> held[2] = {0, 0};
  std::atomic<int> wrong = 0, taken = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread)
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) {
        const auto place = turns.take(in(std::chrono::milliseconds(i % 3)));
        if (!place) continue;
        ++taken;
        if (held[*place]++ != 0) ++wrong;
        --held[*place];
        turns.give_back(*place);
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(taken, 0);
  EXPECT_TRUE(turns.take(in(kLong)) && turns.take(in(kLong)));  // both came back
}

}  // namespace
}  // namespace cordon::sandbox
