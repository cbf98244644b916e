#include "base/os/machine.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "base/os/landlock.h"

namespace cordon::os {
namespace {

TEST(Machine, FindsWhatOtherSourcesConfirm) {
  const Machine machine = examine_machine();
  EXPECT_FALSE(machine.kernel_release.empty());
  EXPECT_EQ(machine.cores, std::thread::hardware_concurrency());
  EXPECT_EQ(machine.memory_bytes / 4096 / 1024, static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) *
                                                    static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) / 4096 / 1024);
  EXPECT_EQ(machine.landlock_abi, landlock_abi());
  EXPECT_EQ(machine.root, geteuid() == 0);
  EXPECT_LE(machine.cgroup_version, 2);
  EXPECT_TRUE(machine.memory_limit_bytes == 0 || machine.memory_limit_bytes < 1ull << 60);
}

}  // namespace
}  // namespace cordon::os
