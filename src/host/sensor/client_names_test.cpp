#include "host/sensor/client_names.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

namespace cordon::host {
namespace {

TEST(ClientNames, FitIntoTheKernelsMapAndStandOnce) {
  std::vector<std::string> names = client_names();
  std::ranges::copy(interpreter_names(), std::back_inserter(names));
  for (const std::string& name : names) {
    EXPECT_FALSE(name.empty());
    EXPECT_LT(name.size(), 32u) << name;
    EXPECT_EQ(name.find('/'), std::string::npos) << name;
  }
  std::ranges::sort(names);
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
}

}  // namespace
}  // namespace cordon::host
