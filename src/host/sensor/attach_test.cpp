#include "host/sensor/attach.h"

#include <gtest/gtest.h>

#include <set>

namespace cordon::host {
namespace {

TEST(CgroupRoot, IsWhereVersionTwoIsMounted) {
  EXPECT_EQ(cgroup_root("proc /proc proc rw 0 0\ncgroup /sys/fs/cgroup/cpu cgroup rw 0 0\n"
                        "cgroup2 /sys/fs/cgroup/unified cgroup2 rw,relatime 0 0\n"),
            "/sys/fs/cgroup/unified");
  EXPECT_EQ(cgroup_root("cgroup2 /sys/fs/cgroup cgroup2 rw 0 0"), "/sys/fs/cgroup");
}

TEST(CgroupRoot, IsNowhereOnOtherMachines) {
  for (std::string_view mounts :
       {"", "\n\n", "cgroup2", "cgroup2 /x", "cgroup2 /x cgroup rw 0 0\n", " /a cgroup2x rw\n"}) {
    EXPECT_EQ(cgroup_root(mounts), "") << mounts;
  }
}

TEST(Tiers, NameEachProgramOnceAndBeginWithProcesses) {
  std::set<std::string_view> names;
  std::size_t count = 0;
  for (const Tier& tier : tiers()) {
    names.insert(tier.programs.begin(), tier.programs.end());
    count += tier.programs.size();
  }
  EXPECT_EQ(names.size(), count);
  EXPECT_EQ(tiers().front().name, "process");
}

}  // namespace
}  // namespace cordon::host
