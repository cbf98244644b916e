#include "sandbox/worker.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdio>
#include <thread>

#include "sandbox/sanitized.h"
#include "sandbox/testing.h"

namespace cordon::sandbox {
namespace {

Worker start(const WorkerLimits& limits = test_limits()) {
  auto worker = Worker::start(obey, limits);
  if (!worker) {
    ADD_FAILURE() << worker.error().describe();
    std::abort();
  }
  return std::move(*worker);
}

template <class Value>
ErrorCode code_of(const Result<Value>& result) {
  return result ? ErrorCode::internal : result.error().code;
}

TEST(Worker, AnswersWithWhatTheJobMakesOfTheInput) {
  Worker worker = start();
  EXPECT_EQ(worker.ask("hello").value(), "hello");
  EXPECT_EQ(worker.ask("").value(), "");
  const std::string bytes("\0\xff\n\0", 4);
  EXPECT_EQ(worker.ask(bytes).value(), bytes);
}

TEST(Worker, LetsAJobCompute) {
  Worker worker = start();
  EXPECT_EQ(worker.ask("act compute").value(), "299999");
}

TEST(Worker, TakesLargeInputsWithoutAPipe) {
  Worker worker = start();
  std::string input(50u << 20, 'z');
  input.replace(0, 4, "size");
  EXPECT_EQ(worker.ask(input).value(), std::to_string(input.size()) + "z");
  auto sealed = SealedInput::copy(input);
  ASSERT_TRUE(sealed);
  for (int times = 0; times < 3; ++times) EXPECT_EQ(worker.ask(*sealed).value(), std::to_string(input.size()) + "z");
}

TEST(Worker, TakesLongAnswersWhole) {
  Worker worker = start();
  EXPECT_EQ(worker.ask("long 5000001").value(), std::string(5'000'001, 'y'));
}

TEST(Worker, TellsWhatIsTooLarge) {
  WorkerLimits limits = test_limits();
  limits.input_bytes = 100;
  limits.answer_bytes = 1'000'000;
  Worker worker = start(limits);
  EXPECT_EQ(worker.ask(std::string(100, 'a')).value(), std::string(100, 'a'));
  EXPECT_EQ(code_of(worker.ask(std::string(101, 'a'))), ErrorCode::too_large);
  EXPECT_EQ(code_of(worker.ask(SealedInput::copy(std::string(101, 'a')).value())), ErrorCode::too_large);
  EXPECT_EQ(worker.ask("long 1000000").value().size(), 1'000'000u);
  EXPECT_EQ(code_of(worker.ask("long 1000001")), ErrorCode::too_large);
  EXPECT_EQ(code_of(worker.ask("long 200000000")), ErrorCode::too_large);
  EXPECT_EQ(worker.ask("still").value(), "still");
}

TEST(Worker, RefusesLimitsWithoutSense) {
  for (const std::uint32_t at_once : {0u, 65u}) {
    WorkerLimits limits = test_limits();
    limits.at_once = at_once;
    EXPECT_EQ(code_of(Worker::start(obey, limits)), ErrorCode::invalid_value);
  }
  WorkerLimits limits = test_limits();
  limits.cpu_seconds = 0;
  EXPECT_EQ(code_of(Worker::start(obey, limits)), ErrorCode::invalid_value);
  EXPECT_EQ(code_of(Worker::start({}, test_limits())), ErrorCode::invalid_value);
}

#if !__has_feature(thread_sanitizer)
TEST(Worker, IsNotStartedBesideThreads) {
  std::atomic<bool> done = false;
  std::thread other([&] { done.wait(false); });
  EXPECT_EQ(code_of(Worker::start(obey, test_limits())), ErrorCode::internal);
  done = true;
  done.notify_one();
  other.join();
}
#endif

TEST(Worker, EndsWhoWorksTooLong) {
  WorkerLimits limits = test_limits();
  limits.wall_ms = 300;
  Worker worker = start(limits);
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(code_of(worker.ask("act loop")), ErrorCode::timed_out);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
}

TEST(Worker, EndsWhoTakesTooMuchOfAProcessor) {
  WorkerLimits limits = test_limits();
  limits.cpu_seconds = 1;
  Worker worker = start(limits);
  EXPECT_EQ(code_of(worker.ask("act loop")), ErrorCode::timed_out);
  EXPECT_EQ(worker.ask("still").value(), "still");
}

// The child knows nothing that the program learned after it was started, and nothing of its environment.
TEST(Worker, KnowsWhatWasKnownWhenItStarted) {
  std::string learned = "before";
  auto worker = Worker::start([&](std::string_view) { return learned; }, test_limits());
  ASSERT_TRUE(worker);
  learned = "after";
  EXPECT_EQ(worker->ask("").value(), "before");
  EXPECT_EQ(start().ask("act environment").value(), "");
}

TEST(Worker, ServesManyThreadsWithoutMixingTheirAnswers) {
  WorkerLimits limits = test_limits();
  limits.at_once = 4;
  Worker worker = start(limits);
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  constexpr int kAsks = kSanitized ? 20 : 200;  // a fork takes long where a sanitizer has its tables
  for (int thread = 0; thread < 8; ++thread)
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kAsks; ++i) {
        const std::string input = std::to_string(thread) + "/" + std::to_string(i);
        if (const auto answer = worker.ask(input); answer && *answer == input) ++good;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 8 * kAsks);
}

TEST(Worker, WorksOnSeveralAtOnce) {
  WorkerLimits limits = test_limits();
  limits.wall_ms = 3'000;
  Worker worker = start(limits);
  std::thread busy([&] { EXPECT_EQ(code_of(worker.ask("act loop")), ErrorCode::timed_out); });
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(worker.ask("beside").value(), "beside");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds(2'500));
  busy.join();
}

TEST(Worker, CountsWaitingAndRefusesTooManyWhoWait) {
  WorkerLimits limits = test_limits();
  limits.at_once = 1;
  limits.most_waiting = 1;
  limits.wall_ms = 1'000;
  Worker worker = start(limits);
  std::vector<std::thread> threads;
  std::atomic<int> ended = 0, too_many = 0;
  for (int thread = 0; thread < 3; ++thread)
    threads.emplace_back([&] {
      const ErrorCode code = code_of(worker.ask("act loop"));
      // The second is worked on when the first has ended, or has waited too long by then.
      if (code == ErrorCode::timed_out || code == ErrorCode::unavailable) ++ended;
      if (code == ErrorCode::too_many) ++too_many;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ended, 2);
  EXPECT_EQ(too_many, 1);
  EXPECT_EQ(worker.ask("still").value(), "still");
}

// Whoever waited has the whole time for his own work, and hears something else than whose work took too long.
TEST(Worker, WaitingIsNotWork) {
  WorkerLimits limits = test_limits();
  limits.at_once = 1;
  limits.wall_ms = 10'000;
  limits.cpu_seconds = 1;
  Worker worker = start(limits);
  std::thread busy([&] { EXPECT_EQ(code_of(worker.ask("act loop")), ErrorCode::timed_out); });
  EXPECT_EQ(worker.ask("behind").value_or("none"), "behind");
  busy.join();
}

TEST(Worker, CostsNotMuchEach) {
  Worker worker = start();
  const std::string input(1u << 20, 'a');
  constexpr int kTimes = kSanitized ? 10 : 200;
  for (const std::string_view each : {std::string_view("x"), std::string_view(input)}) {
    const auto begun = std::chrono::steady_clock::now();
    for (int i = 0; i < kTimes; ++i) ASSERT_TRUE(worker.ask(each));
    const auto spent = std::chrono::steady_clock::now() - begun;
    std::printf("an ask of %zu bytes: %ld us\n", each.size(),
                std::chrono::duration_cast<std::chrono::microseconds>(spent).count() / kTimes);
  }
}

}  // namespace
}  // namespace cordon::sandbox
