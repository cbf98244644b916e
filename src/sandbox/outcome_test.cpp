#include "sandbox/outcome.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>

#include "sandbox/child.h"

namespace cordon::sandbox {
namespace {

Outcome exited(int code) { return {code << 8, 0, 0}; }
Outcome killed(int signal, std::uint64_t cpu_us = 0) { return {signal, 0, cpu_us}; }

ErrorCode code_of(const Outcome& outcome) {
  WorkerLimits limits;
  limits.cpu_seconds = 2;
  const auto error = why_no_answer(outcome, limits);
  return error ? error->code : ErrorCode::internal;
}

TEST(Outcome, IsAnAnswerWithOneCodeOnly) {
  EXPECT_FALSE(why_no_answer(exited(kDone), {}));
  for (int code = 0; code < 256; ++code) EXPECT_EQ(why_no_answer(exited(code), {}).has_value(), code != kDone) << code;
  for (int signal = 1; signal < 65; ++signal) EXPECT_TRUE(why_no_answer(killed(signal), {})) << signal;
}

TEST(Outcome, TellsWhatTheChildSaysOfItself) {
  EXPECT_EQ(code_of(exited(kThrew)), ErrorCode::crashed);
  EXPECT_EQ(code_of(exited(kOutOfMemory)), ErrorCode::too_large);
  EXPECT_EQ(code_of(exited(kNotConfined)), ErrorCode::system);
  EXPECT_EQ(code_of(exited(0)), ErrorCode::crashed);
  EXPECT_EQ(code_of(exited(1)), ErrorCode::crashed);
}

TEST(Outcome, TellsWhichSignalMeansWhat) {
  EXPECT_EQ(code_of(killed(SIGSYS)), ErrorCode::refused);
  for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE, SIGTRAP})
    EXPECT_EQ(code_of(killed(signal)), ErrorCode::crashed) << signal;
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGQUIT})
    EXPECT_EQ(code_of(killed(signal)), ErrorCode::unavailable) << signal;
  EXPECT_EQ(code_of(killed(SIGXCPU)), ErrorCode::timed_out);
  EXPECT_EQ(code_of(killed(SIGKILL, 2'000'000)), ErrorCode::timed_out);
  EXPECT_EQ(code_of(killed(SIGKILL, 1'999'999)), ErrorCode::crashed);
  EXPECT_EQ(code_of({0, EAGAIN, 0}), ErrorCode::unavailable);
}

}  // namespace
}  // namespace cordon::sandbox
