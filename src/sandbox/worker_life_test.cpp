// What is left behind: nothing, whoever ends first.
#include <dirent.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <charconv>
#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include "sandbox/sanitized.h"
#include "sandbox/testing.h"
#include "sandbox/worker.h"

namespace cordon::sandbox {
namespace {

using Clock = std::chrono::steady_clock;

Worker start(const WorkerLimits& limits = test_limits()) {
  auto worker = Worker::start(obey, limits);
  if (!worker) {
    ADD_FAILURE() << worker.error().describe();
    std::abort();
  }
  return std::move(*worker);
}

// Numbers that are names of entries of a folder of /proc.
std::vector<int> numbers_in(const char* folder) {
  std::vector<int> out;
  DIR* opened = opendir(folder);
  if (opened == nullptr) return out;
  while (const dirent* entry = readdir(opened)) {
    const std::string_view name = entry->d_name;
    int number = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), number).ptr == name.data() + name.size())
      out.push_back(number);
  }
  closedir(opened);
  return out;
}

// Processes whose parent this is, zombies too: proc_pid_stat(5).
std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> out;
  for (const int process : numbers_in("/proc")) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string text;
    std::getline(file, text);
    const std::size_t facts = text.rfind(')');  // the name before it may hold anything
    if (facts == std::string::npos || text.size() < facts + 5) continue;
    pid_t its_parent = 0;
    std::from_chars(text.data() + facts + 4, text.data() + text.size(), its_parent);
    if (its_parent == parent) out.push_back(process);
  }
  return out;
}

template <class Condition>
bool soon(const Condition& condition) {
  for (const auto deadline = Clock::now() + std::chrono::seconds(30); Clock::now() < deadline;) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

constexpr int kAsks = kSanitized ? 100 : 1'000;  // a fork takes long where a sanitizer has its tables

TEST(WorkerLife, LeavesNoDescriptorAndNoProcessAfterManyAsks) {
  const std::size_t before = numbers_in("/proc/self/fd").size();
  {
    Worker worker = start();
    const std::size_t open = numbers_in("/proc/self/fd").size();
    const std::vector<pid_t> zygote = children_of(getpid());
    ASSERT_EQ(zygote.size(), 1u);
    const std::size_t open_there = numbers_in(("/proc/" + std::to_string(zygote[0]) + "/fd").c_str()).size();
    for (int i = 0; i < kAsks; ++i) {
      const auto answer = worker.ask(i % 10 == 0 ? "act segfault" : "x");
      ASSERT_EQ(answer.has_value(), i % 10 != 0);
    }
    EXPECT_EQ(numbers_in("/proc/self/fd").size(), open);
    EXPECT_EQ(children_of(getpid()), zygote);
    EXPECT_EQ(children_of(zygote[0]), std::vector<pid_t>{});
    EXPECT_EQ(numbers_in(("/proc/" + std::to_string(zygote[0]) + "/fd").c_str()).size(), open_there);
  }
  EXPECT_EQ(numbers_in("/proc/self/fd").size(), before);
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST(WorkerLife, EndsWithItsObjectAndMoves) {
  Worker first = start();
  {
    Worker second = std::move(first);
    EXPECT_EQ(second.ask("x").value(), "x");
  }
  EXPECT_EQ(children_of(getpid()), std::vector<pid_t>{});
}

TEST(WorkerLife, TwoOfThemDoNotKeepEachOtherAlive) {
  auto first = std::make_unique<Worker>(start());
  Worker second = start();
  const auto begun = Clock::now();
  first.reset();  // the second's process was forked when these sockets were open
  EXPECT_LT(Clock::now() - begun, std::chrono::seconds(4));
  EXPECT_EQ(second.ask("x").value(), "x");
}

TEST(WorkerLife, WithoutTheProcessThatForksEveryAskSaysSo) {
  Worker worker = start();
  const std::vector<pid_t> zygote = children_of(getpid());
  ASSERT_EQ(zygote.size(), 1u);
  std::thread killer([&] {
    EXPECT_TRUE(soon([&] { return !children_of(zygote[0]).empty(); }));
    kill(zygote[0], SIGKILL);
  });
  const auto lost = worker.ask("act loop");
  killer.join();
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, ErrorCode::unavailable);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(worker.ask("x").error().code, ErrorCode::unavailable);
}

// As a service manager does it: the whole group is told to end, and the program takes its time.
TEST(WorkerLife, WorkThatIsEndedFromOutsideIsNoCrash) {
  const pid_t child = fork();
  if (child == 0) {
    setpgid(0, 0);
    signal(SIGTERM, SIG_IGN);
    auto worker = Worker::start(obey, test_limits());
    if (!worker) _exit(2);
    const std::vector<pid_t> zygote = children_of(getpid());
    std::thread killer([&] {
      if (!soon([&] { return !children_of(zygote.at(0)).empty(); })) _exit(3);
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      kill(0, SIGTERM);
    });
    const auto ended = worker->ask("act loop");
    killer.join();
    if (ended || ended.error().code != ErrorCode::unavailable) _exit(4);
    const auto next = worker->ask("x");
    _exit(next && *next == "x" ? 0 : 5);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

// A program that works on something without end; everything that it started becomes this process's child when it dies.
class Bereaved : public ::testing::TestWithParam<int> {};

TEST_P(Bereaved, NothingOutlivesTheProgram) {
  ASSERT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0);
  const pid_t program = fork();
  if (program == 0) {
    setpgid(0, 0);
    std::signal(GetParam(), SIG_DFL);  // a shell starts what runs in the background without SIGINT
    auto worker = Worker::start(obey, test_limits());
    if (!worker) _exit(2);
    static_cast<void>(worker->ask("act loop"));
    _exit(3);
  }
  std::vector<pid_t> zygote, work;
  EXPECT_TRUE(soon([&] {
    zygote = children_of(program);
    if (!zygote.empty()) work = children_of(zygote[0]);
    return !work.empty();
  }));
  EXPECT_EQ(kill(GetParam() == SIGKILL ? program : -program, GetParam()), 0);
  EXPECT_TRUE(soon([] { return waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD; })) << "someone lives";
  for (const pid_t process : work) EXPECT_TRUE(soon([&] { return kill(process, 0) != 0 && errno == ESRCH; }));
  prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
}

INSTANTIATE_TEST_SUITE_P(Signals, Bereaved, ::testing::Values(SIGKILL, SIGTERM, SIGINT),
                         [](const auto& parameter) { return std::string("Signal") + std::to_string(parameter.param); });

}  // namespace
}  // namespace cordon::sandbox
