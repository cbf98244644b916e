#include "inventory/go/vendor_modules.h"

#include <gtest/gtest.h>

namespace cordon::inventory::go {
namespace {

TEST(GoVendorModules, ReadsModulesMarksAndReplacements) {
  const auto read = parse_vendored_modules(
      "# a.test v1.0.0\n## explicit; go 1.20\na.test\na.test/pkg\n# b.test v2.0.0\nb.test\n"
      "# c.test v1.0.0 => ./c\n## explicit\n# d.test v1.0.0 => e.test v2.0.0\n# c.test => ./c\n",
      {});
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->problems.empty());
  ASSERT_EQ(read->modules.size(), 5u);
  EXPECT_TRUE(read->modules[0].is_explicit);
  EXPECT_FALSE(read->modules[1].is_explicit);
  EXPECT_EQ(read->modules[1].line, 5u);
  EXPECT_EQ(read->modules[2].new_path, "./c");
  EXPECT_TRUE(read->modules[2].is_explicit);
  EXPECT_EQ(read->modules[3].new_version, "v2.0.0");
  EXPECT_EQ(read->modules[4].version, "");
}

TEST(GoVendorModules, LinesThatMeanNothingAreSaid) {
  const auto read = parse_vendored_modules("# a.test\n# \n# a b c\n# a v1 =>\n# a v1 => b c d\n## explicit\n", {});
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->modules.empty());
  EXPECT_EQ(read->problems.size(), 5u);
}

TEST(GoVendorModules, IsRefusedBeyondItsLimits) {
  Limits limits;
  limits.entries = 1;
  EXPECT_EQ(parse_vendored_modules("\n\n", limits).error().code, ErrorCode::too_many);
}

}  // namespace
}  // namespace cordon::inventory::go
