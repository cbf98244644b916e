#include "net/curl_library.h"

#include <gtest/gtest.h>

namespace cordon::net {
namespace {

TEST(CurlLibrary, IsLoadedOnceAndHasWhatIsCalled) {
  const auto first = CurlLibrary::load();
  ASSERT_TRUE(first) << first.error().describe();
  EXPECT_NE((*first)->easy_perform, nullptr);
  EXPECT_EQ(*first, *CurlLibrary::load());
}

}  // namespace
}  // namespace cordon::net
