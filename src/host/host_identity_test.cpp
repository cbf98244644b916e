#include "host/host_identity.h"

#include <gtest/gtest.h>

namespace cordon::host {
namespace {

TEST(HostIdentity, KnowsThisMachineAndItsStart) {
  HostIdentity identity = read_host_identity();
  EXPECT_FALSE(identity.host.empty());
  EXPECT_EQ(identity.boot.find_first_of(" \n"), std::string::npos);
  EXPECT_EQ(identity.boot, read_host_identity().boot);
}

}  // namespace
}  // namespace cordon::host
