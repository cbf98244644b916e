#include "host/sensor/proc.h"

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <thread>

namespace cordon::host {
namespace {

TEST(Proc, ReadsTimesBehindAHostileName) {
  auto use = parse_stat("7 (a) R 1 (b) S 1 2 3 4 5 6 7 8 9 10 20 3 0 0 20 0 1 0 4711 100 5 0\n");
  ASSERT_TRUE(use);
  EXPECT_EQ(use->state, 'S');
  EXPECT_EQ(use->cpu_ticks, 23u);
  EXPECT_EQ(use->start_ticks, 4711u);
}

TEST(Proc, SaysNothingOfATextThatIsNone) {
  for (std::string_view text :
       {"", "7 (a)", "7 (a) S 1 2 3", "7 (a) SS 1", "7 (a) S 1 2 3 4 5 6 7 8 9 10 11 x 3 0 0 20 0 1 0 47"}) {
    EXPECT_FALSE(parse_stat(text)) << text;
  }
}

ProcessId own_id() {
  std::ifstream file("/proc/self/stat");
  auto use = parse_stat(std::string(std::istreambuf_iterator<char>(file), {}));
  return {use ? use->start_ticks * 10'000'000 : 0, static_cast<std::uint32_t>(getpid())};
}

TEST(Proc, TellsTheTimeOfAProcessThatRuns) { EXPECT_TRUE(cpu_of_running(own_id())); }

TEST(Proc, KnowsThatAProcessRunsWhoseFirstThreadHasEnded) {
  pid_t child = fork();
  if (child == 0) {
    std::thread([] { sleep(60); }).detach();
    syscall(SYS_exit, 0);  // this thread only
  }
  std::string name = "/proc/" + std::to_string(child) + "/stat";
  std::optional<ProcessUse> use;
  for (int tries = 0; tries < 500 && !(use && use->state == 'Z'); ++tries) {
    usleep(10'000);
    std::ifstream file(name);
    use = parse_stat(std::string(std::istreambuf_iterator<char>(file), {}));
  }
  ASSERT_TRUE(use && use->state == 'Z');
  ProcessId id{use->start_ticks * 10'000'000, static_cast<std::uint32_t>(child)};
  EXPECT_TRUE(cpu_of_running(id));
  kill(child, SIGKILL);
  siginfo_t ended{};
  waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT);  // ended, and not fetched
  EXPECT_FALSE(cpu_of_running(id));
  waitpid(child, nullptr, 0);
}

TEST(Proc, DoesNotTakeAnotherProcessOfTheSameNumberForIt) {
  ProcessId other = own_id();
  other.start_ns += 50'000'000;
  EXPECT_FALSE(cpu_of_running(other));
  EXPECT_FALSE(cpu_of_running({1, 0x7fffffff}));
}

TEST(Proc, FindsTheFolderOfAProcessThatRuns) {
  EXPECT_EQ(link_of_running(own_id(), "cwd"), std::filesystem::current_path().string());
  ProcessId other = own_id();
  other.start_ns += 50'000'000;
  EXPECT_EQ(link_of_running(other, "cwd"), "");
  EXPECT_EQ(link_of_running(own_id(), "none"), "");
}

TEST(Proc, FollowsLinksAndLeavesWhatIsNotThere) {
  auto folder =
      std::filesystem::canonical(std::filesystem::temp_directory_path()) / ("proc_test_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  std::filesystem::create_symlink("/", folder / "link");
  EXPECT_EQ(resolve_links((folder / "link").string()), "/");
  EXPECT_EQ(resolve_links((folder / "none").string()), (folder / "none").string());
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace cordon::host
