// Jobs that misbehave: each is dead or refused with the right code, and the program and the next ask go on.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include "sandbox/sanitized.h"
#include "sandbox/testing.h"
#include "sandbox/worker.h"

namespace cordon::sandbox {
namespace {

enum class As { root, nobody };

class HostileJob : public ::testing::TestWithParam<As> {
 protected:
  void SetUp() override {
    if (GetParam() == As::root && geteuid() != 0) GTEST_SKIP() << "needs root";
  }

  // Runs in a child, which may become nobody first; what is asked is written down as text, so that a failure says it.
  static std::string observe(const std::function<std::string(Worker&)>& look) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return "no pipe";
    const pid_t child = fork();
    if (child == 0) {
      const bool changed = GetParam() == As::root || geteuid() != 0 || (setgid(65534) == 0 && setuid(65534) == 0);
      std::string text = "cannot change";
      if (changed) {
        auto worker = Worker::start(obey, test_limits());
        text = worker ? look(*worker) : worker.error().describe();
      }
      if (write(ends[1], text.data(), text.size()) < 0) _exit(1);
      _exit(0);
    }
    close(ends[1]);
    std::string text;
    char bytes[4096];
    for (ssize_t got; (got = read(ends[0], bytes, sizeof bytes)) > 0;)
      text.append(bytes, static_cast<std::size_t>(got));
    close(ends[0]);
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    return text;
  }

  // The code of the error, or the answer in quotation marks; and that the next ask is answered.
  static std::string fate(Worker& worker, const std::string& name) {
    const Result<std::string> answer = worker.ask("act " + name);
    std::string text = name + ": " + (answer ? "\"" + *answer + "\"" : std::string(to_string(answer.error().code)));
    const Result<std::string> next = worker.ask("next");
    if (!next || *next != "next") text += ", and then: " + (next ? *next : next.error().describe());
    return text + "\n";
  }
};

TEST_P(HostileJob, DiesAloneOfWhatItDoesToItself) {
  const std::string out_of_memory = kSanitized ? "allocate" : "";  // its runtime ends the process in its own way
  std::string expected;
  for (const auto& [name, act] : deaths())
    if (name != "loop" && name != out_of_memory)
      expected += name + ": " + (name == "allocate" ? "too_large" : "crashed") + "\n";
  EXPECT_EQ(observe([&](Worker& worker) {
              std::string text;
              for (const auto& [name, act] : deaths())
                if (name != "loop" && name != out_of_memory) text += fate(worker, name);
              return text;
            }),
            expected);
}

TEST_P(HostileJob, IsHeldToItsMemory) {
  const std::string text = observe([](Worker& worker) { return fate(worker, "allocate"); });
  EXPECT_TRUE(text == "allocate: too_large\n" || text == "allocate: crashed\n" || text == "allocate: refused\n")
      << text;
}

TEST_P(HostileJob, EndsWithTheFirstCallThatNoComputationNeeds) {
  std::string expected;
  for (const auto& [name, act] : trespasses()) expected += name + ": refused\n";
  EXPECT_EQ(observe([](Worker& worker) {
              std::string text;
              for (const auto& [name, act] : trespasses()) text += fate(worker, name);
              return text;
            }),
            expected);
}

TEST_P(HostileJob, MayAskWhatLibrariesAskAndGetsNothing) {
  EXPECT_EQ(observe([](Worker& worker) {
              return fate(worker, "compute") + fate(worker, "environment") + fate(worker, "write_everywhere") +
                     fate(worker, "raise_limit") + fate(worker, "dumpable") + fate(worker, "stat");
            }),
            "compute: \"299999\"\nenvironment: \"\"\nwrite_everywhere: \"0\"\nraise_limit: \"errno 1\"\n"
            "dumpable: \"errno 1\"\nstat: \"errno 1\"\n");
}

TEST_P(HostileJob, IsHeldByAllLayersThatThisMachineHas) {
  const std::string text = observe([](Worker& worker) {
    const WorkerReport& report = worker.report();
    const Namespaces& has = report.namespaces;
    std::string out = report.seccomp && report.memory ? "held" : "not held";
    if (report.landlock != (report.landlock_abi > 0)) out += ", Landlock fails";
    const bool all = has.user && has.mount && has.process && has.network && has.ipc && has.uts && has.cgroup;
    if (all && report.landlock && !report.why_not.empty()) out += ", and excuses: " + report.why_not;
    if (!all && report.why_not.empty()) out += ", and silent";
    if (report.other_user != (geteuid() == 0)) out += ", as the wrong user";
    return out;
  });
  EXPECT_EQ(text, "held");
}

INSTANTIATE_TEST_SUITE_P(Users, HostileJob, ::testing::Values(As::root, As::nobody),
                         [](const auto& parameter) { return parameter.param == As::root ? "Root" : "Nobody"; });

}  // namespace
}  // namespace cordon::sandbox
