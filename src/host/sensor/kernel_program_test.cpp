#include "host/sensor/kernel_program.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>

#include "host/sensor/client_names.h"
#include "host/sensor/record.h"

namespace cordon::host {
namespace {

// Loaded, or nothing and the test is skipped with the reason: without rights, or on a kernel that cannot.
std::optional<KernelProgram> load(KernelOptions options) {
  if (options.clients.empty()) options.clients = client_names();
  auto loaded = KernelProgram::load(options);
  if (loaded) return std::move(*loaded);
  EXPECT_TRUE(loaded.error().code == ErrorCode::permission_denied || loaded.error().code == ErrorCode::unavailable)
      << loaded.error().describe();
  EXPECT_FALSE(loaded.error().message.empty());
  return std::nullopt;
}

void start(const char* name) {
  pid_t child = fork();
  if (child == 0) {
    execl("/bin/true", name, nullptr);
    _exit(127);
  }
  waitpid(child, nullptr, 0);
}

// Of this test's own children, the programs that were told until nothing more comes.
std::size_t execs_told(KernelProgram& program) {
  std::size_t found = 0;
  for (int quiet = 0; quiet < 3;) {
    auto records = program.read(std::chrono::milliseconds(50));
    EXPECT_TRUE(records);
    if (!records) break;
    quiet = records->empty() ? quiet + 1 : 0;
    for (const RawRecord& raw : *records) {
      auto record = decode_record(raw.bytes);
      EXPECT_TRUE(record);
      bool exec = record && std::holds_alternative<ExecRecord>(record->body);
      if (exec && record->head.parent_pid == static_cast<std::uint32_t>(getpid())) ++found;
    }
  }
  return found;
}

TEST(KernelProgram, TellsProgramsOfTheNamedClientsAndCountsTheOthers) {
  KernelOptions options;
  options.clients = {"a-client"};
  auto program = load(options);
  if (!program) GTEST_SKIP() << "the kernel does not load the programs here";
  auto before = program->counts();
  start("a-client");
  start("somebody");
  EXPECT_EQ(execs_told(*program), 1u);
  auto after = program->counts();
  ASSERT_TRUE(before && after);
  EXPECT_GE(after->untagged_execs, before->untagged_execs + 1);
}

TEST(KernelProgram, CountsWhatItsRingRefuses) {
  KernelOptions options;
  options.clients = {"a-client"};
  options.priority_bytes = 4096;
  auto program = load(options);
  if (!program) GTEST_SKIP() << "the kernel does not load the programs here";
  constexpr std::size_t kStarted = 60;  // more records than a page holds
  for (std::size_t count = 0; count < kStarted; ++count) start("a-client");
  auto counts = program->counts();
  ASSERT_TRUE(counts);
  std::size_t told = execs_told(*program);
  EXPECT_GT(told, 0u);
  EXPECT_LT(told, kStarted);
  EXPECT_GE(told + counts->refused.at(2), kStarted);  // others on this machine may start a client of that name, too
}

TEST(KernelProgram, RefusesANameThatItsMapCannotHold) {
  KernelOptions options;
  options.clients = {std::string(32, 'x')};
  auto loaded = KernelProgram::load(options);
  ASSERT_FALSE(loaded);
  ErrorCode code = loaded.error().code;
  if (code == ErrorCode::permission_denied || code == ErrorCode::unavailable) GTEST_SKIP() << loaded.error().describe();
  EXPECT_EQ(code, ErrorCode::invalid_value);
}

}  // namespace
}  // namespace cordon::host
