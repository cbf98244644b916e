#include "sandbox/namespaces.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <utility>
#include <vector>

namespace cordon::sandbox {
namespace {

// What /proc says of a namespace of this process: "net:[4026531840]".
std::string name_of(const char* kind) {
  char text[64] = {};
  const std::string path = std::string("/proc/self/ns/") + kind;
  return readlink(path.c_str(), text, sizeof text - 1) > 0 ? text : "";
}

int code_of(pid_t child) {
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

const std::pair<const char*, bool Namespaces::*> kKinds[] = {
    {"user", &Namespaces::user},    {"mnt", &Namespaces::mount}, {"pid", &Namespaces::process},
    {"net", &Namespaces::network},  {"ipc", &Namespaces::ipc},   {"uts", &Namespaces::uts},
    {"cgroup", &Namespaces::cgroup}};

// In the child: 0 when each namespace is a new one exactly if it was given.
int compare(const Namespaces& given, const std::vector<std::string>& before) {
  for (std::size_t i = 0; i < std::size(kKinds); ++i)
    if ((name_of(kKinds[i].first) != before[i]) != given.*kKinds[i].second) return static_cast<int>(i) + 1;
  return (getpid() == 1) == given.process ? 0 : 20;
}

int fork_and_compare() {
  std::vector<std::string> before;
  for (const auto& [kind, member] : kKinds) before.push_back(name_of(kind));
  Namespaces given;
  const Result<pid_t> child = fork_apart(given);
  if (!child) return 100;
  if (*child == 0) _exit(compare(given, before));
  return code_of(*child);
}

TEST(Namespaces, AreNewExactlyWhereTheySaySo) { EXPECT_EQ(fork_and_compare(), 0); }

TEST(Namespaces, AreToldTheSameOnBothSides) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  Namespaces given;
  const Result<pid_t> child = fork_apart(given);
  ASSERT_TRUE(child);
  if (*child == 0) _exit(write(ends[1], &given, sizeof given) == sizeof given ? 0 : 1);
  Namespaces there;
  EXPECT_EQ(read(ends[0], &there, sizeof there), static_cast<ssize_t>(sizeof there));
  EXPECT_EQ(given, there);
  EXPECT_EQ(code_of(*child), 0);
  close(ends[0]);
  close(ends[1]);
}

TEST(Namespaces, ComeToOrdinaryUsersToo) {
  const pid_t nobody = fork();
  if (nobody == 0) {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(101);
    _exit(fork_and_compare());
  }
  EXPECT_EQ(code_of(nobody), 0);
}

// Where the machine gives less, as a container may, a fork still comes about, and with what there is.
TEST(Namespaces, AForkComesAboutAlsoWhereNotAllAreGiven) {
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(101);
    Namespaces outer;
    const Result<pid_t> first = fork_apart(outer);
    if (!first) _exit(102);
    if (*first == 0) {
      // A process that no map of users knows cannot make a namespace of users inside of its own.
      Namespaces inner;
      const Result<pid_t> second = fork_apart(inner);
      if (!second) _exit(103);
      if (outer.user && inner.user) _exit(104);
      if (*second == 0) _exit(0);
      _exit(code_of(*second));
    }
    _exit(code_of(*first));
  }
  EXPECT_EQ(code_of(child), 0);
}

}  // namespace
}  // namespace cordon::sandbox
